// The life of a Lattice by the AWS SDK for JavaScript: made, listed, refused, deleted. Prints "nothing is left".
import assert from "node:assert/strict";
import * as sdk from "@aws-sdk/client-vpc-lattice";

const questionsMax = 5000; // Each question is the wait for the next; only what never comes gets there.
const client = new sdk.VPCLatticeClient({});
const vpcIdentifier = process.env.VPC;

const ask = (operation, input = {}) => client.send(new sdk[`${operation}Command`](input));

/** Asks until the answer has this status; undefined: until there is nothing to be found. */
async function until(status, operation, input) {
  for (let i = 0; i < questionsMax; i++) {
    try {
      if ((await ask(operation, input)).status === status) return;
    } catch (error) {
      if (status === undefined && error instanceof sdk.ResourceNotFoundException) return;
      throw error;
    }
  }
  throw new Error(`${operation} never answered ${status}`);
}

const network = await ask("CreateServiceNetwork", { name: "javascript", tags: { team: "a" } });
const service = await ask("CreateService", { name: "javascript" });
const group = await ask("CreateTargetGroup", {
  name: "javascript",
  type: "IP",
  config: { port: 80, protocol: "HTTP", vpcIdentifier },
});
const ofService = { serviceIdentifier: service.id };
const ofGroup = { targetGroupIdentifier: group.id };
await until("ACTIVE", "GetService", { serviceIdentifier: service.arn });
await until("ACTIVE", "GetTargetGroup", ofGroup);
const targets = [{ id: "10.0.1.7", port: 80 }];
const registered = await ask("RegisterTargets", { ...ofGroup, targets });
assert.deepEqual([registered.successful, registered.unsuccessful], [targets, []]);
const forward = { forward: { targetGroups: [{ targetGroupIdentifier: group.id, weight: 3 }] } };
const listener = await ask("CreateListener", {
  ...ofService,
  name: "http",
  protocol: "HTTP",
  port: 80,
  defaultAction: forward,
});
const place = { ...ofService, listenerIdentifier: listener.id };
const match = { httpMatch: { pathMatch: { match: { prefix: "/a" }, caseSensitive: true } } };
for (const priority of [10, 20, 30]) {
  await ask("CreateRule", { ...place, name: `at-${priority}`, priority, match, action: forward });
}
const pages = [];
for await (const page of sdk.paginateListRules({ client, pageSize: 3 }, place)) pages.push(page.items.length);
assert.deepEqual(pages, [3, 1]);
const read = await ask("GetListener", place);
assert.deepEqual(read.defaultAction, forward);
assert.ok(read.createdAt instanceof Date);

const toService = await ask("CreateServiceNetworkServiceAssociation", {
  ...ofService,
  serviceNetworkIdentifier: network.id,
});
const toVpc = await ask("CreateServiceNetworkVpcAssociation", {
  serviceNetworkIdentifier: network.arn,
  vpcIdentifier,
});
const ofServiceAssociation = { serviceNetworkServiceAssociationIdentifier: toService.id };
const ofVpcAssociation = { serviceNetworkVpcAssociationIdentifier: toVpc.id };
await until("ACTIVE", "GetServiceNetworkServiceAssociation", ofServiceAssociation);
await until("ACTIVE", "GetServiceNetworkVpcAssociation", ofVpcAssociation);
assert.deepEqual((await ask("ListTagsForResource", { resourceArn: network.arn })).tags, { team: "a" });

await assert.rejects(ask("DeleteServiceNetwork", { serviceNetworkIdentifier: network.id }), (error) => {
  assert.ok(error instanceof sdk.ConflictException);
  assert.equal(error.resourceId, network.id);
  return true;
});
await assert.rejects(ask("CreateService", { name: "Not-A-Name", idleTimeoutSeconds: 59 }), (error) => {
  assert.ok(error instanceof sdk.ValidationException);
  assert.deepEqual(error.fieldList.map((field) => field.name).sort(), ["idleTimeoutSeconds", "name"]);
  return true;
});

await ask("DeleteServiceNetworkServiceAssociation", ofServiceAssociation);
await ask("DeleteServiceNetworkVpcAssociation", ofVpcAssociation);
await until(undefined, "GetServiceNetworkServiceAssociation", ofServiceAssociation);
await until(undefined, "GetServiceNetworkVpcAssociation", ofVpcAssociation);
await ask("DeleteService", ofService);
await until(undefined, "GetService", ofService);
await ask("DeregisterTargets", { ...ofGroup, targets });
for (let i = 0; i < questionsMax && (await ask("ListTargets", ofGroup)).items.length > 0; i++);
await ask("DeleteTargetGroup", ofGroup);
await until(undefined, "GetTargetGroup", ofGroup);
await ask("DeleteServiceNetwork", { serviceNetworkIdentifier: network.id });
assert.deepEqual((await ask("ListServices")).items, []);
console.log("nothing is left");
