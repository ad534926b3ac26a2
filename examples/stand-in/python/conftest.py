"""Starts a stand-in for GOV.UK Notify for all tests, and puts it back to its beginning before each."""

import json
import os
import subprocess
import urllib.parse
import urllib.request

import pytest
from notifications_python_client import NotificationsAPIClient

PROGRAM = os.environ.get("STAND_IN", "node_modules/.bin/cdk-govuk-notify")


class StandIn:
    """A stand-in that listens, by what `stand-in --json` prints."""

    def __init__(self, start):
        self.start = start

    def client(self, key_type="live"):
        key = next(each["key"] for each in self.start["keys"] if each["type"] == key_type)
        return NotificationsAPIClient(key, base_url=self.start["url"])

    def template_id(self, name):
        return next(each["id"] for each in self.start["templates"] if each["name"] == name)

    def order(self, method, name, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.start["controlUrl"] + name, data=data, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def sent_to(self, recipient):
        return self.order("GET", "notifications?to=" + urllib.parse.quote(recipient))


@pytest.fixture(scope="session")
def running():
    command = [PROGRAM, "stand-in", "--control", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield StandIn(json.loads(process.stdout.readline()))
        process.terminate()


@pytest.fixture
def notify(running):
    running.order("POST", "reset")
    return running
