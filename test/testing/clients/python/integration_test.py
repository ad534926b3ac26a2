"""What the integration test of notifications-python-client does, put to the server at NOTIFY_API_URL.

The environment variables are those of the client's own test, so that it can take this one's place.
"""

import os
import time
import uuid
from io import BytesIO

from notifications_python_client import prepare_upload
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

COMMON = {"id", "reference", "content", "uri", "template", "scheduled_for"}
NOTIFICATION = {
    "id", "reference", "email_address", "phone_number", "line_1", "line_2", "line_3", "line_4", "line_5", "line_6",
    "postcode", "type", "status", "template", "body", "subject", "created_at", "created_by_name", "sent_at",
    "completed_at", "scheduled_for", "postage", "one_click_unsubscribe_url", "is_cost_data_ready", "cost_in_pounds",
    "cost_details",
}
TEMPLATE = {
    "id", "type", "name", "body", "created_by", "version", "created_at", "updated_at", "subject", "postage",
    "letter_contact_block", "personalisation",
}
ADDRESS = {"address_line_1": "Amala Bird", "address_line_2": "123 High Street", "postcode": "SW14 6BF"}


def has(response, keys):
    assert set(response) == keys, set(response) ^ keys
    return response


def client_with(variable):
    return NotificationsAPIClient(base_url=os.environ["NOTIFY_API_URL"], api_key=os.environ[variable])


def sends(client, team_client):
    """One message of every kind: its id, by what it is."""
    name = str(uuid.uuid4())
    sms = {
        "phone_number": os.environ["FUNCTIONAL_TEST_NUMBER"],
        "template_id": os.environ["SMS_TEMPLATE_ID"],
        "personalisation": {"name": name},
    }
    email = {
        "email_address": os.environ["FUNCTIONAL_TEST_EMAIL"],
        "template_id": os.environ["EMAIL_TEMPLATE_ID"],
        "personalisation": {"name": name},
    }
    sent = {
        "sms": has(client.send_sms_notification(**sms), COMMON),
        "sms with sender": has(
            team_client.send_sms_notification(**sms, sms_sender_id=os.environ["SMS_SENDER_ID"]), COMMON
        ),
        "email": has(client.send_email_notification(**email, reference=name), COMMON | {"sanitised_content"}),
        "email with reply-to": client.send_email_notification(
            **email, email_reply_to_id=os.environ["EMAIL_REPLY_TO_ID"]
        ),
        "email with a file": client.send_email_notification(
            **{**email, "personalisation": {"name": prepare_upload(BytesIO(b"a,b\n1,2\n"), filename="a.csv")}}
        ),
        "email to unsubscribe from": client.send_email_notification(
            **email, one_click_unsubscribe_url="https://example.com/u", sanitise_content_for=["name"]
        ),
        "letter": has(
            client.send_letter_notification(
                template_id=os.environ["LETTER_TEMPLATE_ID"], personalisation={**ADDRESS, "name": name}
            ),
            COMMON,
        ),
    }
    assert all(name in sent[kind]["content"]["body"] for kind in ("sms", "sms with sender", "email", "letter"))
    assert "/d/" in sent["email with a file"]["content"]["body"]
    assert sent["email"]["reference"] == name
    precompiled = client.send_precompiled_letter_notification(
        reference=name, pdf_file=BytesIO(b"%PDF-1.4\n%%EOF"), postage="first"
    )
    sent["precompiled letter"] = has(precompiled, {"id", "reference", "postage"})
    return {kind: response["id"] for kind, response in sent.items()}


def reads(client, ids):
    for kind, id in ids.items():
        letter = {"estimated_delivery"} if "letter" in kind else set()
        notification = has(client.get_notification_by_id(id), NOTIFICATION | letter)
        assert notification["id"] == id
        assert kind.split()[-1 if kind == "precompiled letter" else 0] == notification["type"]
    page = has(client.get_all_notifications(template_type="email", status=["created", "sending", "delivered"]), {"notifications", "links"})
    assert {notification["type"] for notification in page["notifications"]} == {"email"}
    assert ids["sms"] in {notification["id"] for notification in client.get_all_notifications_iterator()}
    assert read_pdf(client, ids["letter"]).startswith(b"%PDF-")


def read_pdf(client, id):
    for _ in range(24):
        try:
            return client.get_pdf_for_letter(id).read()
        except HTTPError as error:
            assert error.message[0]["error"] == "PDFNotReadyError", error.message
            time.sleep(0.5)
    raise AssertionError("the PDF of the letter never came")


def templates(client):
    for variable, kind in (("SMS_TEMPLATE_ID", "sms"), ("EMAIL_TEMPLATE_ID", "email")):
        id = os.environ[variable]
        for template in (client.get_template(id), client.get_template_version(id, 1)):
            has(template, TEMPLATE)
            assert (template["id"], template["type"]) == (id, kind)
            assert (template["subject"] is None) == (kind == "sms")
        name = str(uuid.uuid4())
        preview = has(
            client.post_template_preview(id, {"name": name}),
            {"id", "type", "version", "body", "subject", "postage", "html"},
        )
        assert preview["id"] == id and name in preview["body"]
        listed = has(client.get_all_templates(kind), {"templates"})["templates"]
        assert {template["type"] for template in listed} == {kind}
    assert len(client.get_all_templates()["templates"]) > 2


def received_texts():
    client = client_with("INBOUND_SMS_QUERY_KEY")
    texts = has(client.get_received_texts(), {"received_text_messages", "links"})["received_text_messages"]
    assert texts
    has(texts[0], {"id", "created_at", "service_id", "notify_number", "user_number", "content"})
    assert len(list(client.get_received_texts_iterator())) == len(texts)


def refusals(client):
    for act, status, error in (
        (lambda: client.get_notification_by_id(str(uuid.uuid4())), 404, "NoResultFound"),
        (lambda: client.get_notification_by_id("x"), 400, "ValidationError"),
        (lambda: client.send_sms_notification("07900 90", os.environ["SMS_TEMPLATE_ID"]), 400, "ValidationError"),
        (lambda: client.send_sms_notification("07900900123", os.environ["SMS_TEMPLATE_ID"]), 400, "BadRequestError"),
        (lambda: client.get_all_notifications(status="elephant"), 400, "ValidationError"),
    ):
        try:
            act()
        except HTTPError as refused:
            assert (refused.status_code, refused.message[0]["error"]) == (status, error), refused.message
        else:
            raise AssertionError(f"not refused: {error}")
    try:
        client.get_all_template_versions(os.environ["SMS_TEMPLATE_ID"])
    except HTTPError as refused:
        assert refused.status_code == 401


def test_integration():
    client = client_with("API_KEY")
    ids = sends(client, client_with("API_SENDING_KEY"))
    reads(client, ids)
    templates(client)
    received_texts()
    refusals(client)
    print("notifications-python-client integration tests are successful")


if __name__ == "__main__":
    test_integration()
