"""Names of people told from units, roles, codes and outlets."""

from __future__ import annotations

import pytest

from extractor.assembling.names import is_outlet, is_person, named, only_people, people


@pytest.mark.parametrize("name", ["王石", "欧阳小河", "諸葛青", "阿尔法·河姆", "Jane Rivers"])
def test_a_person(name: str) -> None:
    """A Chinese name begins with a family name; foreign names are dotted or capitalised."""
    assert is_person(name)


@pytest.mark.parametrize("name", ["渡口晚报", "时间", "高雄", "王先生", "佚名", "记者", "金融界", "王", "River Times", "河边说书人"])
def test_no_person(name: str) -> None:
    """Outlets, places, forms of address, placeholders and common words are no persons though they begin like one."""
    assert not is_person(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("渡口周刊记者谭河王艳明闫石", ["谭河", "王艳明", "闫石"]),
        ("林安石 實習生 黃衛河 文", ["林安石", "黃衛河"]),
        ("黃國河、華小瑩實習生楊金石", ["黃國河", "華小瑩", "楊金石"]),
        ("韩保石 PK155", ["韩保石"]),
        ("王 頔", ["王頔"]),
        ("渡口报·渡口网记者 魏其石", ["魏其石"]),
        ("向江门警方了解到", []),
    ],
)
def test_people_of_a_run(text: str, names: list[str]) -> None:
    """Runs come apart at separators, roles and family names; a sentence that could be cut up so is no run of names."""
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("叨叨河、胡一石&李小飞刀", ["叨叨河", "胡一石", "李小飞刀"]),
        ("渡口医院药剂科", ["渡口医院药剂科"]),
        ("《渡口》综合报道", ["《渡口》综合报道"]),
        ("渡口网专栏作者 王石", ["王石"]),
        ("渡口大学历史学院郭石", ["郭石"]),
        ("方敏北京大学教授", ["方敏"]),
        ("柯", ["柯"]),
        ("NF042", []),
        ("未知", []),
    ],
)
def test_names_behind_a_label(text: str, names: list[str]) -> None:
    """Behind a label pen names and departments count too; units beside a person, codes and placeholders do not."""
    assert named(text) == names


def test_only_people() -> None:
    """One word that is neither person, role nor outlet spoils a run."""
    assert only_people("渡口网记者 王石 李小河") == ["王石", "李小河"]
    assert only_people("王石 走在河边的路上") == []


def test_outlets() -> None:
    """Media and offices are known by how their names end."""
    assert is_outlet("渡口晚报") and is_outlet("渡口发改委") and not is_outlet("河边说书人")
