"""A scholar's own judgement beside the model's: which emotions coders find in each line, kept, compared, taken away."""

from emolit.judgements.comparing import Comparison, alpha_of, compare, decisions, model_decisions
from emolit.judgements.document import Document, read_document, write_document
from emolit.judgements.sheet import Judgement, Place, Sheet, text_hash
from emolit.judgements.votes import kpoem_table, training_rows, with_votes

__all__ = [
    "Comparison",
    "Document",
    "Judgement",
    "Place",
    "Sheet",
    "alpha_of",
    "compare",
    "decisions",
    "kpoem_table",
    "model_decisions",
    "read_document",
    "text_hash",
    "training_rows",
    "with_votes",
    "write_document",
]
