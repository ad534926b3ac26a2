"""The emulator of AWS, which also deploys the policy of an event bus: CloudFormation knows it, the emulator does not yet."""

from ministack.app import main
from ministack.services import eventbridge
from ministack.services.cloudformation import provisioners


def put(logical_id, props, stack_name):
    """Keeps the statement among those of its bus, in place of one of the same id."""
    bus, sid = props.get("EventBusName", "default"), props["StatementId"]
    policy = eventbridge._event_bus_policies.get(bus) or {"Version": "2012-10-17", "Statement": []}
    others = [each for each in policy["Statement"] if each.get("Sid") != sid]
    # The emulator keeps these by account, and what is not assigned is lost.
    eventbridge._event_bus_policies[bus] = {**policy, "Statement": [*others, {**props["Statement"], "Sid": sid}]}
    return f"{bus}|{sid}", {}


def update(physical_id, old_props, new_props, stack_name):
    remove(physical_id, old_props)
    return put(None, new_props, stack_name)


def remove(physical_id, props):
    eventbridge._remove_permission({"EventBusName": props.get("EventBusName", "default"), "StatementId": props["StatementId"]})


provisioners._RESOURCE_HANDLERS.setdefault("AWS::Events::EventBusPolicy", {"create": put, "update": update, "delete": remove})

if __name__ == "__main__":
    main()
