using System.Collections.Immutable;
using Pergola.Api.Ec2;
using Pergola.Api.Ecs;
using Pergola.Api.Iam;
using Pergola.Api.Sts;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Planning;
using Pergola.Wire.Errors;

namespace Pergola.Control.Tests.Http;

/// <summary>Decisions without rules, one per way to ask the door: what they see is what they answer.</summary>
internal static class SampleDecisions
{
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To<GetCallerIdentityRequest, GetCallerIdentityResponse>(
            StsApi.GetCallerIdentity,
            (_, _, given) => new GetCallerIdentityResponse
            {
                Account = given.Caller.Account, Arn = given.Caller.Arn, UserId = given.Caller.Region,
            }),
        Binding.To<DescribeVpcsRequest, DescribeVpcsResult>(
            Ec2Api.DescribeVpcs,
            (request, _, _) => new DescribeVpcsResult
            {
                Vpcs = [.. request.VpcIds!.Select(id => new Api.Ec2.Vpc { VpcId = id })],
            }),
        Binding.To<CreateVpcRequest, CreateVpcResult>(
            Ec2Api.CreateVpc,
            (request, _, given) => new Decision<CreateVpcResult>.Accept(
                new CreateVpcResult { Vpc = new Api.Ec2.Vpc { VpcId = "vpc-1" } },
                [
                    new Change.Put(
                        given.Scope, new Domain.Network.Vpc { VpcId = "vpc-1", CidrBlock = request.CidrBlock! }),
                ])),
        Binding.To<Api.VpcLattice.ListTagsForResourceRequest, Api.VpcLattice.ListTagsForResourceResponse>(
            VpcLatticeApi.ListTagsForResource,
            (request, _, _) => new Api.VpcLattice.ListTagsForResourceResponse
            {
                Tags = ImmutableDictionary<string, string>.Empty.Add("of", request.ResourceArn),
            }),
        Binding.To<Api.VpcLattice.DeleteRuleRequest, DeleteRuleResponse>(
            VpcLatticeApi.DeleteRule, (_, _, _) => new DeleteRuleResponse()),
        Binding.To<Api.Ecs.CreateClusterRequest, CreateClusterResponse>(
            EcsApi.CreateCluster, (_, _, _) => throw new InvalidOperationException("A bug.")),
        Binding.To<GetRoleRequest, GetRoleResponse>(
            IamApi.GetRole,
            (request, _, _) => new WireError(
                "NoSuchEntity", 404, $"The role with name {request.RoleName} cannot be found.")),
    ];
}
