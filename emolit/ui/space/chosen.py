"""What the reader has chosen on the map: one point with its profile and neighbours, or many with their mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import apparent, hellinger, nearest
from emolit.analysis.signals import strongest
from emolit.figures import Territory
from emolit.ui import state
from emolit.ui.space.cloud import Cloud, Place
from emolit.ui.space.laying import Laid
from emolit.ui.widgets import as_typed
from emolit.ui.wording import t

Array = NDArray[np.float64]
Identity = int | Place

_POINT = "space.chosen_point"  # the identity of a point, None when the reader wants none
_GROUP = "space.chosen_group"  # identities
_EMOTIONS = 8
_NEIGHBOURS = 8
_LISTED = 1000  # rows of a list that a browser scrolls with ease


@dataclass(frozen=True, eq=False)
class Chosen:
    """Indices of points. near: the true neighbours of the one point, where the reader has chosen it."""

    point: int | None
    group: tuple[int, ...]
    near: tuple[int, ...] = ()


def chosen_of(cloud: Cloud) -> Chosen:
    """What is chosen, as far as it is on the map; at first the line that is selected on the Read page."""
    group = tuple(cloud.identities[one] for one in st.session_state.get(_GROUP, ()) if one in cloud.identities)
    if _POINT not in st.session_state:
        work = state.current_work()
        place = (work.id, state.selected_line(work))
        first = cloud.identities.get(place, cloud.identities.get((work.id, 0)))
        return Chosen(first, group)
    point = cloud.identities.get(st.session_state[_POINT])
    near = tuple(nearest(cloud.profiles, point, _NEIGHBOURS).tolist()) if point is not None and len(cloud) > 1 else ()
    return Chosen(point, group, near)


def take_selection(selection: Mapping[str, Any], cloud: Cloud, territories: Sequence[Territory]) -> None:
    """Remember what was clicked, or drawn around. A click on an author's centre chooses the points that it is of."""
    numbers = [int(point["customdata"][0]) for point in selection["points"] if point.get("customdata")]
    names = list(cloud.identities)
    points = [number for number in numbers if 0 <= number < len(names)]
    authors = [-1 - number for number in numbers if -len(territories) <= number < 0]
    if selection.get("box") or selection.get("lasso"):
        st.session_state[_GROUP] = [names[number] for number in points]
    elif points:
        st.session_state[_POINT] = names[points[-1]]
        st.session_state[_GROUP] = []
    elif authors:
        st.session_state[_GROUP] = [names[number] for number in territories[authors[-1]].members]
    else:
        st.session_state[_POINT], st.session_state[_GROUP] = None, []


def search(cloud: Cloud, words: str, hidden: Sequence[str] = ()) -> NDArray[np.bool_] | None:
    """Which points that are shown have all the words in author, name or text; None where nothing is looked for."""
    if not words:
        return None
    wanted = words.casefold().split()
    told = zip(cloud.authors, cloud.names, cloud.texts, strict=True)
    return np.array(
        [one[0] not in hidden and all(word in " ".join(one).casefold() for word in wanted) for one in told], dtype=bool
    )


def listed(picked: Chosen, found: NDArray[np.bool_] | None) -> list[int]:
    """The points that were drawn around; those that a search has found; of both, those that are both."""
    if found is None:
        return list(picked.group)
    return [row for row in picked.group or np.flatnonzero(found).tolist() if found[row]]


# One point


def show_point(cloud: Cloud, laid: Laid, point: int) -> None:
    """Whose it is, its text where it is known, its profile beside votes, its true and its apparent neighbours."""
    with st.container(border=True, key="space_selected"):
        origin = "" if cloud.is_own[point] else f" · {t('space.kpoem')}"
        st.markdown(f"**{as_typed(cloud.names[point])}** · {as_typed(cloud.authors[point])}{origin}")
        if cloud.texts[point]:
            st.text(cloud.texts[point])
        elif not cloud.is_own[point]:
            st.caption(t("space.no_text"))
        _say_distance(laid, cloud, point)
        _offer_reading(cloud, point)
        left, right = st.columns([2, 3])
        with left:
            _show_profile(cloud, point)
        with right:
            _show_neighbours(cloud, laid, point)


def _say_distance(laid: Laid, cloud: Cloud, point: int) -> None:
    if laid.placement is None or point < cloud.n_reference:
        return
    number = point - cloud.n_reference
    told = {"distance": f"{laid.placement.distance[number]:.2f}", "limit": f"{laid.placement.far:.2f}"}
    if laid.placement.is_far[number]:
        st.warning(t("space.is_far", **told), icon=":material/explore_off:")
    else:
        st.caption(t("space.is_near", **told))


def _offer_reading(cloud: Cloud, point: int) -> None:
    place = cloud.places[point]
    if place and st.button(t("space.open"), icon=":material/menu_book:", key="space.open"):
        state.select_line(*place)
        state.turn_to(place[0])
        st.switch_page("pages/read_page.py")


def _show_profile(cloud: Cloud, point: int) -> None:
    st.markdown(t("space.profile"))
    row = cloud.values[point]
    order = strongest(row, cloud.scheme, _EMOTIONS)
    columns: dict[str, Any] = {
        t("space.emotion"): [cloud.scheme.emotions[column].gloss(state.language()) for column in order],
        t("space.score"): row[order].round(3),
    }
    if np.isfinite(cloud.votes[point]).any():
        columns[t("space.votes")] = cloud.votes[point][order].round(2)
    elif not cloud.is_own[point]:
        st.caption(t("space.no_votes"))
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        alt=t("space.profile"),
        column_config=_bars(t("space.score"), t("space.votes")),
    )


def _bars(*names: str) -> dict[str, Any]:
    return {name: st.column_config.ProgressColumn(min_value=0, max_value=1, format="%.2f") for name in names}


def _show_neighbours(cloud: Cloud, laid: Laid, point: int) -> None:
    """The nearest in the space of emotions beside the nearest on the map: what the map tells of nearness here."""
    if len(cloud) < 2:
        return
    true = nearest(cloud.profiles, point, _NEIGHBOURS)
    seen = apparent(laid.plane.points, point, _NEIGHBOURS)
    both = set(true.tolist()) & set(seen.tolist())
    st.markdown(t("space.neighbours_said", both=len(both), k=len(true)))
    distance = hellinger(cloud.profiles[[point]], cloud.profiles[true])[0]
    names = [f"{'✓ ' if index in both else ''}{_called(cloud, index)}" for index in (*true.tolist(), *seen.tolist())]
    table = pd.DataFrame(
        {
            t("space.true_neighbours"): names[: len(true)],
            t("space.distance"): distance.round(3),
            t("space.apparent_neighbours"): names[len(true) :],
        }
    )
    st.dataframe(table, hide_index=True, alt=t("space.neighbours_said", both=len(both), k=len(true)))


def _called(cloud: Cloud, index: int) -> str:
    return " · ".join(filter(None, (cloud.authors[index], cloud.names[index], cloud.texts[index][:40])))


# Many points


def show_group(cloud: Cloud, rows: Sequence[int], *, searched: bool) -> None:
    """The points of a selection or a search: their mean profile against all, and a list, each row a way to a point."""
    if not rows:
        if searched:
            st.info(t("space.nothing_found"), icon=":material/search_off:")
        return
    with st.container(border=True, key="space_group"):
        st.markdown(t("space.group_said", points=f"{len(rows):,}", authors=len({cloud.authors[row] for row in rows})))
        left, right = st.columns([2, 3])
        with left:
            _show_mean(cloud, rows)
        with right:
            _show_list(cloud, rows)


def _show_mean(cloud: Cloud, rows: Sequence[int]) -> None:
    st.markdown(t("space.mean_said"))
    mean, base = cloud.values[list(rows)].mean(axis=0), cloud.values.mean(axis=0)
    order = strongest(mean, cloud.scheme, _EMOTIONS)
    table = pd.DataFrame(
        {
            t("space.emotion"): [cloud.scheme.emotions[column].gloss(state.language()) for column in order],
            t("space.mean"): mean[order].round(3),
            t("space.base"): base[order].round(3),
        }
    )
    st.dataframe(
        table, hide_index=True, alt=t("space.mean_said"), column_config=_bars(t("space.mean"), t("space.base"))
    )


def _show_list(cloud: Cloud, rows: Sequence[int]) -> None:
    st.markdown(t("space.list_said"))
    listed = list(rows[:_LISTED])
    if len(listed) < len(rows):
        st.caption(t("space.listed", shown=f"{len(listed):,}", found=f"{len(rows):,}"))
    table = pd.DataFrame(
        {
            t("intake.author"): [cloud.authors[row] for row in listed],
            t("space.point"): [cloud.names[row] for row in listed],
            t("space.text"): [cloud.texts[row] for row in listed],
            t("space.strongest"): [cloud.strongest[row] for row in listed],
        }
    )
    if not any(cloud.texts[row] for row in listed):
        table = table.drop(columns=t("space.text"))
    names = list(cloud.identities)
    key = f"space.list.{hash(tuple(listed))}"

    def take() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            st.session_state[_POINT] = names[listed[chosen[0]]]

    st.dataframe(
        table,
        hide_index=True,
        on_select=take,
        selection_mode="single-row",
        key=key,
        height=330,
        alt=t("space.list_said"),
    )
