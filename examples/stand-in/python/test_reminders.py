import pytest
from notifications_python_client.errors import HTTPError


def remind(client, template_id, email_address, appointment):
    """The code under test: it sends a reminder of an appointment."""
    answer = client.send_email_notification(
        email_address=email_address, template_id=template_id, personalisation=appointment
    )
    return answer["id"]


appointment = {"name": "Amala", "day": "Monday", "time": "10:30", "bring": "no"}


def test_a_reminder_is_sent_to_the_person_with_the_time(notify):
    remind(notify.client(), notify.template_id("Appointment reminder"), "amala@example.com", appointment)

    [reminder] = notify.sent_to("amala@example.com")
    assert "10:30" in reminder["body"]


def test_an_address_that_does_not_exist_is_found_out(notify):
    notify.order("POST", "endings", {"match": {"recipient": "amala@example.com"}, "ending": "permanent-failure"})
    client = notify.client()

    sent = remind(client, notify.template_id("Appointment reminder"), "amala@example.com", appointment)
    notify.order("POST", "tick", {"milliseconds": 60_000})

    assert client.get_notification_by_id(sent)["status"] == "permanent-failure"


def test_a_rate_limit_reaches_whoever_sends(notify):
    notify.order("POST", "faults", {"fault": {"kind": "rate limit"}})

    with pytest.raises(HTTPError) as refused:
        remind(notify.client(), notify.template_id("Appointment reminder"), "amala@example.com", appointment)
    assert refused.value.status_code == 429
    assert notify.sent_to("amala@example.com") == []


def test_nothing_is_left_of_the_tests_before(notify):
    assert notify.order("GET", "notifications") == []
    assert notify.order("GET", "requests") == {}
