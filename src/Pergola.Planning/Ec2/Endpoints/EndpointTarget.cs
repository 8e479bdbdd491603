using System.Diagnostics.CodeAnalysis;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>What an endpoint is to lead to: the caller's own, or shared with the caller.</summary>
internal static class EndpointTarget
{
    public static bool TryFind(
        Shape.CreateVpcEndpointRequest request,
        Snapshot snapshot,
        Given given,
        [NotNullWhen(true)] out LatticeResource? target,
        [NotNullWhen(false)] out Ec2Error? refusal)
    {
        target = request.VpcEndpointType == VpcEndpointKind.ServiceNetwork
            ? Find<ServiceNetwork>(request.ServiceNetworkArn!, SharePermission.AssociateEndpoint, snapshot, given)
            : Find<ResourceConfiguration>(
                request.ResourceConfigurationArn!, SharePermission.ResourceConfiguration.Read, snapshot, given);
        refusal = target is null ? Absent(request, given) : Refuse(target);
        return refusal is null;
    }

    private static T? Find<T>(string arn, string action, Snapshot snapshot, Given given)
        where T : LatticeResource =>
        LatticeLookup.TryFindVisible<T>(snapshot, given, arn, action, out var found, out _) && found.Arn == arn
            ? found
            : null;

    // Another account's may be there or not: AWS does not say which.
    private static Ec2Error.InvalidParameterValue Absent(Shape.CreateVpcEndpointRequest request, Given given)
    {
        var (parameter, kind, arn) = request.VpcEndpointType == VpcEndpointKind.ServiceNetwork
            ? ("ServiceNetworkArn", "service network", request.ServiceNetworkArn)
            : ("ResourceConfigurationArn", "resource configuration", request.ResourceConfigurationArn);
        return new($"Value ({arn}) for parameter {parameter} is invalid. It must be the ARN of a {kind} that account "
            + $"{given.Scope.Account} owns or that is shared with it.");
    }

    private static Ec2Error? Refuse(LatticeResource target) => target switch
    {
        ResourceConfiguration { Type: ResourceConfigurationType.Child } child => new Ec2Error.InvalidParameterValue(
            $"Value ({child.Arn}) for parameter ResourceConfigurationArn is invalid. It is a CHILD; take its group, "
            + $"{child.GroupId}."),
        ResourceConfiguration { Status: ResourceConfigurationStatus.DeleteInProgress } leaving =>
            new Ec2Error.IncorrectState($"{leaving.Id} is being deleted."),
        _ => null,
    };
}
