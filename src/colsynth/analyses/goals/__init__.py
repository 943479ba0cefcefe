"""Are we meeting our goals? Where each stands, whether it is on its way, and what is still to do."""

from colsynth.analyses.goals.aim import baseline_share, check_term, milestones, planned_at, target_percent
from colsynth.analyses.goals.gaps import gaps
from colsynth.analyses.goals.group import group_in_words, in_group, learners_of
from colsynth.analyses.goals.lists import list_verdict, lists
from colsynth.analyses.goals.needed import needed
from colsynth.analyses.goals.schools import change_verdict, changes
from colsynth.analyses.goals.standing import path, standing, trajectory_verdict
from colsynth.analyses.goals.stated import LARGEST_SHIFT, MOST_GOALS, arithmetic, specificity

__all__ = [
    "LARGEST_SHIFT", "MOST_GOALS", "arithmetic", "baseline_share", "change_verdict", "changes", "check_term",
    "gaps", "group_in_words", "in_group", "learners_of", "list_verdict", "lists", "milestones", "needed", "path",
    "planned_at", "specificity", "standing", "target_percent", "trajectory_verdict",
]  # fmt: skip
