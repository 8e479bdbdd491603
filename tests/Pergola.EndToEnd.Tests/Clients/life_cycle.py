"""The life of a Lattice by boto3: made, reached, listed, changed, refused, deleted. Prints "nothing is left"."""

import os

import boto3

QUESTIONS_MAX = 5000  # Each question is the wait for the next; only what never comes gets there.

lattice = boto3.client("vpc-lattice")
vpc = os.environ["VPC"]


def until(status, ask):
    """Asks until the answer has this status; None: until there is nothing to be found."""
    for _ in range(QUESTIONS_MAX):
        try:
            if ask().get("status") == status:
                return
        except lattice.exceptions.ResourceNotFoundException:
            if status is None:
                return
            raise
    raise SystemExit(f"never {status}: {ask()}")


def refused(error, ask):
    try:
        ask()
    except error as refusal:
        return refusal.response
    raise SystemExit(f"not refused with {error.__name__}")


network = lattice.create_service_network(name="boto3", tags={"team": "a"})
service = lattice.create_service(name="boto3")
group = lattice.create_target_group(
    name="boto3", type="IP", config={"port": 80, "protocol": "HTTP", "vpcIdentifier": vpc}
)
until("ACTIVE", lambda: lattice.get_service(serviceIdentifier=service["arn"]))
until("ACTIVE", lambda: lattice.get_target_group(targetGroupIdentifier=group["id"]))
targets = [{"id": "10.0.1.7", "port": 80}]
registered = lattice.register_targets(targetGroupIdentifier=group["id"], targets=targets)
assert registered["successful"] == targets and not registered["unsuccessful"], registered
forward = {"forward": {"targetGroups": [{"targetGroupIdentifier": group["id"], "weight": 3}]}}
listener = lattice.create_listener(
    serviceIdentifier=service["id"], name="http", protocol="HTTP", port=80, defaultAction=forward
)
place = {"serviceIdentifier": service["id"], "listenerIdentifier": listener["id"]}
match = {"httpMatch": {"pathMatch": {"match": {"prefix": "/a"}}}}
rules = [
    lattice.create_rule(**place, name=f"at-{n}", priority=n, match=match, action=forward)
    for n in (10, 20, 30)
]
pages = lattice.get_paginator("list_rules").paginate(**place, PaginationConfig={"PageSize": 3})
assert [len(page["items"]) for page in pages] == [3, 1]
changed = lattice.update_rule(**place, ruleIdentifier=rules[0]["arn"], priority=15)
assert lattice.get_rule(**place, ruleIdentifier=rules[0]["id"])["priority"] == changed["priority"] == 15

to_service = lattice.create_service_network_service_association(
    serviceNetworkIdentifier=network["id"], serviceIdentifier=service["id"]
)
to_vpc = lattice.create_service_network_vpc_association(
    serviceNetworkIdentifier=network["arn"], vpcIdentifier=vpc
)
of_service = {"serviceNetworkServiceAssociationIdentifier": to_service["id"]}
of_vpc = {"serviceNetworkVpcAssociationIdentifier": to_vpc["id"]}
until("ACTIVE", lambda: lattice.get_service_network_service_association(**of_service))
until("ACTIVE", lambda: lattice.get_service_network_vpc_association(**of_vpc))
counted = lattice.get_service_network(serviceNetworkIdentifier=network["id"])
assert (counted["numberOfAssociatedVPCs"], counted["numberOfAssociatedServices"]) == (1, 1), counted
assert lattice.list_tags_for_resource(resourceArn=network["arn"])["tags"] == {"team": "a"}

conflict = refused(
    lattice.exceptions.ConflictException,
    lambda: lattice.delete_service_network(serviceNetworkIdentifier=network["id"]),
)
assert conflict["resourceId"] == network["id"] and conflict["resourceType"] == "SERVICE_NETWORK", conflict
invalid = refused(
    lattice.exceptions.ValidationException,
    lambda: lattice.create_service(name="Not-A-Name", certificateArn="none"),
)
assert {field["name"] for field in invalid["fieldList"]} == {"name", "certificateArn"}, invalid

lattice.delete_service_network_service_association(**of_service)
lattice.delete_service_network_vpc_association(**of_vpc)
until(None, lambda: lattice.get_service_network_service_association(**of_service))
until(None, lambda: lattice.get_service_network_vpc_association(**of_vpc))
lattice.delete_service(serviceIdentifier=service["id"])
until(None, lambda: lattice.get_service(serviceIdentifier=service["id"]))
lattice.deregister_targets(targetGroupIdentifier=group["id"], targets=targets)
for _ in range(QUESTIONS_MAX):
    if not lattice.list_targets(targetGroupIdentifier=group["id"])["items"]:
        break
lattice.delete_target_group(targetGroupIdentifier=group["id"])
until(None, lambda: lattice.get_target_group(targetGroupIdentifier=group["id"]))
lattice.delete_service_network(serviceNetworkIdentifier=network["id"])
assert not lattice.list_services()["items"] and not lattice.list_service_networks()["items"]
print("nothing is left")
