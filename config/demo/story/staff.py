"""The people of Velmora Drives: four teams with heads, managers and care owners, and the staff."""

from dataclasses import dataclass

COMPANY = "Velmora Drives"
DOMAIN = "velmora.example"
PASSWORD = "barometer-demo"


@dataclass(frozen=True)
class Person:
    """One of our people. `capacity` is empty for those who hold no accounts."""

    mailbox: str
    name: str
    title: str
    language: str
    role: str
    team: str = ""
    capacity: str = ""
    has_left: bool = False

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


TEAMS = ("Central Europe", "Восток", "North Sea", "Baltic")
NEW_TEAM = "Baltic"  # founded last year, with a handful of clients: too few to compare

PEOPLE = (
    Person("clara.weiss", "Clara Weiss", "Head of Central Europe", "en", "head", TEAMS[0]),
    Person("anna.lindqvist", "Anna Lindqvist", "Account manager", "en", "manager", TEAMS[0], "manager"),
    Person("tomas.horak", "Tomas Horak", "Account manager", "en", "manager", TEAMS[0], "manager"),
    Person("boris.keller", "Boris Keller", "Service owner", "en", "care_owner", TEAMS[0], "care_owner"),
    Person("marta.nowak", "Marta Nowak", "Service owner", "en", "care_owner", TEAMS[0], "care_owner"),
    Person("sergey.gromov", "Громов Сергей", "Руководитель группы", "ru", "head", TEAMS[1]),
    Person("olga.ryabova", "Рябова Ольга", "Менеджер", "ru", "manager", TEAMS[1], "manager"),
    Person("timur.valeev", "Валеев Тимур", "Менеджер", "ru", "manager", TEAMS[1], "manager"),
    Person("nina.frolova", "Фролова Нина", "Сопровождение", "ru", "care_owner", TEAMS[1], "care_owner"),
    Person("denis.lapin", "Лапин Денис", "Сопровождение", "ru", "care_owner", TEAMS[1], "care_owner"),
    Person("ewan.murray", "Ewan Murray", "Head of North Sea", "en", "head", TEAMS[2]),
    Person("saskia.devries", "Saskia de Vries", "Account manager", "en", "manager", TEAMS[2], "manager"),
    Person("liam.osborne", "Liam Osborne", "Account manager", "en", "manager", TEAMS[2], "manager"),
    Person("freja.holm", "Freja Holm", "Service owner", "en", "care_owner", TEAMS[2], "care_owner"),
    Person("joris.maes", "Joris Maes", "Service owner", "en", "care_owner", TEAMS[2], "care_owner"),
    Person("ilze.ozola", "Ilze Ozola", "Head of Baltic", "en", "head", TEAMS[3]),
    Person("mart.tamm", "Mart Tamm", "Account manager", "en", "manager", TEAMS[3], "manager"),
    Person("rasa.petraite", "Rasa Petraitė", "Account manager", "en", "manager", TEAMS[3], "manager"),
    Person("kadri.saar", "Kadri Saar", "Service owner", "en", "care_owner", TEAMS[3], "care_owner"),
    Person(
        "jonas.kazlauskas", "Jonas Kazlauskas", "Service owner", "en", "care_owner", TEAMS[3], "care_owner"
    ),
    Person(
        "peter.auer", "Peter Auer", "Account manager", "en", "manager", TEAMS[0], "manager", has_left=True
    ),
    Person("ingrid.falk", "Ingrid Falk", "Managing director", "en", "management"),
    Person("helena.brandt", "Helena Brandt", "Head of customer care", "en", "operator"),
    Person("arthur.klein", "Arthur Klein", "Systems administrator", "en", "administrator"),
    Person("yuki.tanabe", "Yuki Tanabe", "Analyst", "en", "analyst"),
)

QUIET_TEAM = TEAMS[2]  # whose clients answer little
SENDER = "helena.brandt"

# The login printed for each role: the people around the client that has just dropped.
LOGINS = (
    ("administrator", "arthur.klein"),
    ("operator", "helena.brandt"),
    ("care_owner", "boris.keller"),
    ("manager", "anna.lindqvist"),
    ("head", "clara.weiss"),
    ("management", "ingrid.falk"),
    ("analyst", "yuki.tanabe"),
)


def holders(team: str, capacity: str) -> list[int]:
    """Indexes of those in a team who hold accounts today in a capacity."""
    return [i for i, p in enumerate(PEOPLE) if p.team == team and p.capacity == capacity and not p.has_left]


def index_of(mailbox: str) -> int:
    return next(i for i, p in enumerate(PEOPLE) if p.mailbox == mailbox)
