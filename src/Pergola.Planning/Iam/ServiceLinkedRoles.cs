using System.Collections.Immutable;
using Pergola.Api.Iam;
using Pergola.Core;
using Pergola.Domain;
using Role = Pergola.Domain.Identity.Role;

namespace Pergola.Planning.Iam;

/// <summary>
/// The roles that belong to a service: CreateServiceLinkedRole, DeleteServiceLinkedRole and its status.
/// </summary>
internal static class ServiceLinkedRoles
{
    // AWS's names of the roles, by the service that owns them, and the policy that AWS attaches.
    private static readonly ImmutableDictionary<string, (string Role, string? Policy)> s_known =
        ImmutableDictionary<string, (string, string?)>.Empty
            .Add("ecs.amazonaws.com", ("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"))
            .Add("vpc-lattice.amazonaws.com", ("AWSServiceRoleForVpcLattice", "AWSVpcLatticeServiceRolePolicy"))
            .Add("ecs.application-autoscaling.amazonaws.com",
                ("AWSServiceRoleForApplicationAutoScaling_ECSService", null))
            .Add("elasticloadbalancing.amazonaws.com", ("AWSServiceRoleForElasticLoadBalancing", null))
            .Add("autoscaling.amazonaws.com", ("AWSServiceRoleForAutoScaling", null))
            .Add("spot.amazonaws.com", ("AWSServiceRoleForEC2Spot", null));

    public static Decision<CreateServiceLinkedRoleResponse> Create(
        CreateServiceLinkedRoleRequest request, Snapshot snapshot, Given given)
    {
        if (!s_known.TryGetValue(request.AWSServiceName, out var known))
        {
            return new IamError.InvalidInput(
                $"Cannot find Service Linked Role template for {request.AWSServiceName}. Known are: "
                + $"{string.Join(", ", s_known.Keys.Order(StringComparer.Ordinal))}.");
        }

        var name = request.CustomSuffix is { } suffix ? $"{known.Role}_{suffix}" : known.Role;
        if (snapshot.In(given.Scope.Global).Of<Role>().TryGet(name, out _))
        {
            return new IamError.InvalidInput(
                $"Service role name {name} has been taken in this account, please try a different suffix.");
        }

        var path = $"/aws-service-role/{request.AWSServiceName}/";
        var role = new Role
        {
            RoleName = name,
            RoleId = Mint.UpperAlphanumeric("AROA", 17, given.Entropy),
            Path = path,
            Arn = $"arn:aws:iam::{given.Scope.Account}:role{path}{name}",
            AssumeRolePolicyDocument = $$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{"Service":"{{request.AWSServiceName}}"} }]}
                """,
            Description = request.Description,
            CreateDate = given.Now,
            AttachedPolicyArns =
                known.Policy is { } policy ? [$"arn:aws:iam::aws:policy/aws-service-role/{policy}"] : [],
        };
        return new Decision<CreateServiceLinkedRoleResponse>.Accept(
            new CreateServiceLinkedRoleResponse { Role = IamShapes.Of(role) },
            [new Change.Put(given.Scope.Global, role)]);
    }

    public static Decision<DeleteServiceLinkedRoleResponse> Delete(
        DeleteServiceLinkedRoleRequest request, Snapshot snapshot, Given given)
    {
        if (!snapshot.In(given.Scope.Global).Of<Role>().TryGet(request.RoleName, out var role))
        {
            return IamError.NoRole(request.RoleName);
        }

        return ModifyRole.IsServiceLinked(role)
            ? new Decision<DeleteServiceLinkedRoleResponse>.Accept(
                new DeleteServiceLinkedRoleResponse
                {
                    DeletionTaskId = $"task{role.Path}{role.RoleName}/{Mint.Uuid(given.Entropy)}",
                },
                [new Change.Remove(given.Scope.Global, ResourceKinds.For<Role>(), role.Id)])
            : new IamError.InvalidInput($"{role.RoleName} is no service-linked role. Delete it with DeleteRole.");
    }

    /// <summary>The role went with the request that made the task, so a task of ours has always succeeded.</summary>
    public static Decision<GetServiceLinkedRoleDeletionStatusResponse> DeletionStatus(
        GetServiceLinkedRoleDeletionStatusRequest request, Snapshot snapshot, Given given)
    {
        var parts = request.DeletionTaskId.Split('/');
        var ours = parts is ["task", "aws-service-role", _, var name, { Length: 36 }]
            && !snapshot.In(given.Scope.Global).Of<Role>().TryGet(name, out _);
        return ours
            ? new GetServiceLinkedRoleDeletionStatusResponse { Status = DeletionTaskStatusType.Succeeded }
            : new IamError.NoSuchEntity($"Deletion Task Id {request.DeletionTaskId} cannot be found.");
    }
}
