"""Short verse in several languages, written for these tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verse:
    name: str
    language: str  # what it is in truth; nobody tells the meter
    text: str


VERSE = (
    Verse("Korean", "ko", "창을 닦다가 손을 멈춘다\n유리에 어린 입김이 천천히 지워진다\n\n아무도 오지 않는 저녁이 밝다\n불을 켜지 않고 오래 앉아 있었다"),
    Verse("Korean, one line", "ko", "우물가에 혼자 남은 두레박"),
    Verse("Korean with Hanja", "ko", "窓밖에 秋雨 내리고\n燈불 아래 孤影이 길다\n故鄕의 山川은 夢中에 푸르고\n歲月은 江물처럼 흘러가누나"),
    Verse("Korean, old spelling", "ko", "바람이 부러 나무닙 지고\n그리운 님은 어대로 가섯나뇨\n달빗만 홀노 뜰에 가득하야\n내 마음 둘 곳이 업노라"),
    Verse("Korean, dialect", "ko", "가실 들녘에 해가 넘어가는디\n어매는 아즉도 밭에 계시당가\n굴뚝에 냉갈도 안 올라오고\n삽짝만 혼자 삐걱거린당께"),
    Verse("English", "en", "The evening settles softly on the rooftops,\nand still my hands go looking for your hair.\nThe apples fall into the quiet garden\nas though some stranger counted what was there."),
    Verse("English, older", "en", "O thou whose silver voice doth wake the morn,\nwhy dost thou linger where the shadows sleep?\nThe rose hath shed its beauty on the thorn,\nand I, thy faithful watchman, wake and weep."),
    Verse("English, short lines", "en", "stones\nunder water\nkeep the cold\n\nlonger than\nthe river does"),
    Verse("German", "de", "Der Abend legt sich leise auf die Dächer,\nund meine Hände suchen noch dein Haar.\nIm Garten fallen Äpfel in die Stille,\nals zählte jemand, was gewesen war."),
    Verse("German, two lines", "de", "Über den Feldern schweigt der späte Wind,\nund niemand weiß, wohin die Vögel sind."),
    Verse("French", "fr", "Le soir descend sans bruit sur les maisons,\net mes deux mains cherchent encore tes cheveux.\nAu fond du jardin tombent quelques pommes,\ncomme si quelqu'un comptait nos jours heureux."),
    Verse("French, two lines", "fr", "La neige a recouvert les chemins de l'enfance,\nil ne reste que l'ombre et le bruit du silence."),
    Verse("Spanish", "es", "La tarde baja lenta a los tejados,\nmis manos buscan todavía tu pelo.\nCaen manzanas en el huerto oscuro\ncomo si alguien contara nuestro duelo."),
    Verse("Italian", "it", "La sera scende piano sopra i tetti,\nle mani cercano ancora i tuoi capelli.\nCadono mele nel giardino muto,\ncome se qualcuno contasse i giorni belli."),
    Verse("Dutch", "nl", "De avond legt zich zacht over de daken,\nmijn handen zoeken steeds nog naar je haar.\nEr vallen appels in de stille tuin,\nalsof er iemand telde, jaar na jaar."),
    Verse("Latin", "la", "Vesper in tecta venit placide, manus usque capillos\nquaerit adhuc nostra; cadunt in hortum poma silentem."),
    Verse("Japanese", "ja", "窓を拭く手をとめて\n硝子の息が消えてゆく\n誰も来ない夕暮れに\n灯りをつけずに座っている"),
    Verse("Japanese, in kana", "ja", "あめのおと\nとおくのまちの\nひのゆれて"),
    Verse("Chinese", "zh", "黄昏落在屋顶上\n我的手还在寻找你的头发\n苹果落进安静的园子\n像有人在数从前的日子"),
    Verse("Chinese, classical", "zh", "秋雨敲窗夜未央\n孤燈照壁影偏長\n故園千里無消息\n一枕寒聲入夢涼"),
    Verse("Russian", "ru", "Вечер ложится на тихие крыши,\nруки всё ищут твой волос во сне."),
)  # fmt: skip
