"""What the list of answers can be filtered by: surveys, languages, teams and managers at the time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from csat.customers.models import Capacity, Employee, Team
from csat.programs.models import TouchpointPerson
from csat.reports.answers.found import Scope
from csat.reports.filters import by_name
from surveys.models import SurveyVersion
from surveys.rendering import published


@dataclass(frozen=True)
class Survey:
    """A published survey by its latest name; `versions` are numbers, the latest first."""

    key: str
    name: Mapping[str, str]
    versions: tuple[int, ...]


@dataclass(frozen=True)
class Choices:
    surveys: tuple[Survey, ...]
    languages: tuple[str, ...]
    managers: tuple[Employee, ...]
    teams: tuple[Team, ...]


def choices(scope: Scope) -> Choices:
    """Surveys and their languages, our people whom clients were with, their teams; three queries."""
    numbers: dict[str, list[int]] = {}
    latest: dict[str, int] = {}
    languages: set[str] = set()
    versions = SurveyVersion.objects.order_by("survey__title", "survey_id", "-number")
    for version_id, key, number, spoken in versions.values_list("id", "survey__key", "number", "languages"):
        numbers.setdefault(key, []).append(number)
        latest.setdefault(key, version_id)
        languages.update(spoken)
    return Choices(
        surveys=tuple(
            Survey(key, published.questionnaire(version_id).name, tuple(numbers[key]))
            for key, version_id in latest.items()
        ),
        languages=tuple(sorted(languages)),
        managers=_managers(scope),
        teams=_teams(scope),
    )


def _managers(scope: Scope) -> tuple[Employee, ...]:
    held = TouchpointPerson.objects.filter(employee=OuterRef("pk"), capacity=Capacity.MANAGER)
    return tuple(sorted(scope.people.filter(Exists(held)), key=lambda one: by_name(one.name)))


def _teams(scope: Scope) -> tuple[Team, ...]:
    """All of them for who sees everything, else those of the reader's own occasions."""
    teams = Team.objects.all()
    if not scope.is_whole:
        teams = teams.filter(id__in=scope.touchpoints.order_by().values("team_id"))
    return tuple(sorted(teams, key=lambda team: by_name(team.name)))
