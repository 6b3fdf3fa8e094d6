"""The whole life of keys in AWS, driven through its API: what the findings say is what was done.

moto answers in AWS's place. What boto3 got back is written down as the AWS CLI does it, each call as CloudTrail does.
"""

from __future__ import annotations

import base64
import csv
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import nhi_lifecycle as nhi
import pytest
from moto import mock_aws

# Both warn of things of their own.
pytestmark = pytest.mark.filterwarnings("default")

ACCOUNT = "123456789012"
BEGIN = datetime(2026, 1, 1, 9, tzinfo=UTC)
OWNER = "identity:hr:person/7"


def plain(value: Any) -> str:
    """An instant as the AWS CLI writes it."""
    assert isinstance(value, datetime)
    return value.isoformat()


def lowered(value: Any) -> Any:
    """An answer of the API as CloudTrail repeats it: with small first letters."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: lowered(inner) for name, inner in value.items()}
    return [lowered(inner) for inner in value] if isinstance(value, list) else value


@dataclass
class Key:
    user: str
    secret: str
    live: bool = True
    used: datetime | None = None


@dataclass
class Account:
    """An account of AWS, and beside it what became of its keys as the test knows it."""

    folder: Path
    now: datetime = BEGIN
    keys: dict[str, Key] = field(default_factory=dict)
    """By id; also those that were deleted."""
    deleted: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    """Users that were deleted, each with its last key."""
    works_for: dict[str, str] = field(default_factory=dict)
    """The instance that each user works for."""
    terminated: set[str] = field(default_factory=set)
    trail: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.iam: Any = boto3.client("iam", region_name="eu-central-1")
        self.ec2: Any = boto3.client("ec2", region_name="eu-central-1")

    def call(self, function: Callable[..., Any], name: str, **asked: Any) -> Any:
        self.now += timedelta(seconds=7)
        answer = function(**asked)
        elements = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
        if instances := elements.get("Instances", elements.get("TerminatingInstances")):
            elements = {"instancesSet": {"items": instances}}
        self.trail.append(
            {
                "eventVersion": "1.11",
                "eventTime": self.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "eventName": name,
                "recipientAccountId": ACCOUNT,
                "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{ACCOUNT}:user/admin", "userName": "admin"},
                "requestParameters": lowered(asked),
                "responseElements": json.loads(json.dumps(lowered(elements), default=plain)),
            }
        )
        return answer

    def make_user(self) -> None:
        user = f"svc-{len(self.works_for)}"
        self.call(self.iam.create_user, "CreateUser", UserName=user)
        image = "ami-12345678"
        made = self.call(self.ec2.run_instances, "RunInstances", ImageId=image, MinCount=1, MaxCount=1)
        self.works_for[user] = made["Instances"][0]["InstanceId"]
        self.make_key(user)

    def make_key(self, user: str) -> None:
        if len(self.keys_of(user)) == 2 or user in self.gone:
            return
        made = self.call(self.iam.create_access_key, "CreateAccessKey", UserName=user)["AccessKey"]
        # A secret is written nowhere but here; CloudTrail does not repeat it either.
        del self.trail[-1]["responseElements"]["accessKey"]["secretAccessKey"]
        self.keys[made["AccessKeyId"]] = Key(user, made["SecretAccessKey"])

    def keys_of(self, user: str) -> list[str]:
        return [key for key, known in self.keys.items() if known.user == user and key not in self.deleted]

    def use(self, key: str) -> None:
        self.now += timedelta(seconds=7)
        client: Any = boto3.client(
            "ec2", region_name="eu-central-1", aws_access_key_id=key, aws_secret_access_key=self.keys[key].secret
        )
        client.describe_instances()
        self.keys[key].used = self.now

    def switch(self, key: str) -> None:
        known = self.keys[key]
        known.live = not known.live
        status = "Active" if known.live else "Inactive"
        asked = {"UserName": known.user, "AccessKeyId": key, "Status": status}
        self.call(self.iam.update_access_key, "UpdateAccessKey", **asked)

    def delete(self, key: str) -> None:
        self.call(self.iam.delete_access_key, "DeleteAccessKey", UserName=self.keys[key].user, AccessKeyId=key)
        self.keys[key].live = False
        self.deleted.add(key)
        user = self.keys[key].user
        if not self.keys_of(user):
            self.call(self.iam.delete_user, "DeleteUser", UserName=user)
            self.gone.add(user)

    def terminate(self, user: str) -> None:
        instance = self.works_for[user]
        if instance not in self.terminated:
            self.call(self.ec2.terminate_instances, "TerminateInstances", InstanceIds=[instance])
            self.terminated.add(instance)

    def write(self, name: str, answer: Any) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(answer, default=plain), "utf-8")
        return path

    def exports(self) -> list[nhi.Source]:
        """What the commands of `python -m nhi_lifecycle formats aws` write, and what no export says."""
        lists = []
        for user in sorted(set(self.works_for) - self.gone):
            listed = self.iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
            for key in listed:
                used = self.iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
                key["AccessKeyLastUsed"] = used["AccessKeyLastUsed"]
            lists.append({"AccessKeyMetadata": listed})
        (self.folder / "keys.json").write_text("\n".join(json.dumps(one, default=plain) for one in lists), "utf-8")
        self.iam.generate_credential_report()
        content = self.iam.get_credential_report()["Content"]
        report = content if content.startswith(b"user,") else base64.b64decode(content)
        (self.folder / "report.csv").write_bytes(report)
        self.write("instances.json", self.ec2.describe_instances())
        (self.folder / "trail").mkdir(exist_ok=True)
        self.write("trail/events.json", {"Records": self.trail})
        (self.folder / "people.csv").write_text("id,name\n7,Ada\n", "utf-8")
        with (self.folder / "links.csv").open("w", newline="") as links:
            rows = csv.writer(links)
            rows.writerow(["kind", "from", "to"])
            for user, instance in self.works_for.items():
                identity = f"identity:arn:aws:iam::{ACCOUNT}:user/{user}"
                rows.writerow(["attached_to", identity, f"asset:{instance}"])
                rows.writerow(["owned_by", identity, OWNER])
                rows.writerow(["owned_by", f"asset:{instance}", OWNER])
        return [
            nhi.Source("aws-access-keys", self.folder / "keys.json", scope=ACCOUNT),
            nhi.Source("aws-credential-report", self.folder / "report.csv"),
            nhi.Source("aws-instances", self.folder / "instances.json"),
            nhi.Source("aws-cloudtrail", self.folder / "trail"),
            nhi.Source("hr-people", self.folder / "people.csv"),
            nhi.Source("links", self.folder / "links.csv"),
        ]

    def orphans(self) -> dict[str, tuple[str, ...]]:
        """The keys that still work although the instance of their user is gone."""
        return {
            key: ("asset_retired",)
            for key, known in self.keys.items()
            if known.live and self.works_for[known.user] in self.terminated
        }


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with mock_aws():
        account = Account(tmp_path)
        monkeypatch.setattr("moto.iam.models.utcnow", lambda: account.now.replace(tzinfo=None))
        yield account


def found(inventory: nhi.Inventory, at: datetime) -> dict[str, tuple[str, ...]]:
    return {finding.credential or "": finding.reasons for finding in inventory.orphans(at=at)}


def test_one_key_from_its_making_to_its_end(account: Account) -> None:
    inventory = nhi.Inventory()

    def next_day() -> datetime:
        account.now = account.now.replace(hour=9, minute=0, second=0) + timedelta(days=1)
        inventory.observe_sources(account.exports(), observed_at=account.now)
        return account.now

    account.make_user()
    (key,) = account.keys
    # Another one, of which nothing becomes.
    account.make_user()
    assert found(inventory, next_day()) == {}

    account.use(key)
    used = account.now
    next_day()
    (record,) = (record for record in inventory.records() if record.get("id") == key)
    assert record["last_used_at"] == used.strftime("%Y-%m-%dT%H:%M:%SZ")

    account.terminate("svc-0")
    terminated = account.now
    assert found(inventory, next_day()) == {key: ("asset_retired",)}
    (finding,) = inventory.orphans(at=account.now, since=True)
    assert finding.since == terminated, "the trail tells the instant, the list of instances just the day"
    assert f"`{key}` still works" in finding.explanation

    account.switch(key)
    assert found(inventory, next_day()) == {}
    assert inventory.value(f"credential:{key}", at=account.now) == "suspended"

    account.switch(key)
    assert found(inventory, next_day()) == {key: ("asset_retired",)}

    before = account.now
    account.delete(key)
    assert found(inventory, next_day()) == {}
    assert inventory.value(f"credential:{key}", at=account.now) == "revoked"
    # What was true then is still known.
    assert found(inventory, before) == {key: ("asset_retired",)}


@pytest.mark.parametrize("seed", range(2))
def test_many_lives(account: Account, seed: int) -> None:
    draw = random.Random(seed)
    inventory = nhi.Inventory()
    for _ in range(8):
        account.make_user()
    for _ in range(6):
        for _ in range(10):
            there = sorted(set(account.keys) - account.deleted)
            acts: list[Callable[[], None]] = [account.make_user]
            if there:
                key = draw.choice(there)
                user = account.keys[key].user
                acts += [
                    lambda key=key: account.use(key),  # type: ignore[misc]
                    lambda key=key: account.switch(key),  # type: ignore[misc]
                    lambda key=key: account.delete(key),  # type: ignore[misc]
                    lambda user=user: account.make_key(user),  # type: ignore[misc]
                    lambda user=user: account.terminate(user),  # type: ignore[misc]
                ]
            draw.choice(acts)()
        account.now = account.now.replace(hour=9, minute=0, second=0) + timedelta(days=1)
        loaded = inventory.observe_sources(account.exports(), observed_at=account.now)
        assert found(inventory, account.now) == account.orphans()
        assert sum(report.skipped_total for report in loaded.sources) == 0
    keys = {record["id"]: record for record in inventory.records() if record.get("kind") == "access_key"}
    assert set(keys) == set(account.keys), "one record a key, whichever exports show it"
    for key, known in account.keys.items():
        status = "revoked" if key in account.deleted else "active" if known.live else "suspended"
        assert keys[key]["status"] == status
        if known.used and key not in account.deleted:
            assert keys[key]["last_used_at"] == known.used.strftime("%Y-%m-%dT%H:%M:%SZ")
