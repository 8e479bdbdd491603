using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// CreateServiceNetworkResourceAssociation: one per pair; ACTIVE once the network's VPCs can resolve and reach the
/// resource. A group brings its children.
/// </summary>
internal static class CreateServiceNetworkResourceAssociation
{
    public static Decision<CreateServiceNetworkResourceAssociationResponse> Decide(
        CreateServiceNetworkResourceAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ServiceNetworkResourceAssociation>(
            VpcLatticeApi.CreateServiceNetworkResourceAssociation, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ServiceNetworkResourceAssociation>().TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (!LatticeLookup.TryFindVisible<ResourceConfiguration>(
                snapshot,
                given,
                request.ResourceConfigurationIdentifier,
                SharePermission.AssociateResource,
                out var configuration,
                out var refusal)
            || !LatticeLookup.TryFindVisible<ServiceNetwork>(
                snapshot,
                given,
                request.ServiceNetworkIdentifier,
                SharePermission.AssociateResource,
                out var network,
                out refusal)
            || !Ownership.TryPair(given, configuration, network, out var otherAccount, out refusal))
        {
            return refusal;
        }

        if ((LatticeTags.Refuse(request.Tags) ?? Refuse(snapshot, configuration, network, given)) is { } refused)
        {
            return refused;
        }

        // Clients tell the network's resources apart by address, so its owner's associations count.
        var addresses = ResourceAddress.Of(snapshot.In(Ownership.Of(network)));
        var made = Make(request, configuration, network, addresses, snapshot, given) with
        {
            OtherAccount = otherAccount,
        };
        return new Decision<CreateServiceNetworkResourceAssociationResponse>.Accept(
            Response(made),
            [
                .. AssociationTwins.Keep(given.Scope, made),
                .. ConfigurationFamily.ChildrenOf(snapshot.In(Ownership.Of(configuration)), configuration.Id)
                    .Where(child => child.Status != ResourceConfigurationStatus.DeleteInProgress)
                    .SelectMany(child => AssociationTwins.Keep(
                        given.Scope, GroupMembers.Follow(made, child, addresses, snapshot, given))),
                .. token.Remember(given, made.Id),
            ]);
    }

    private static LatticeError? Refuse(
        Snapshot snapshot, ResourceConfiguration configuration, ServiceNetwork network, Given given)
    {
        if (configuration.Type == ResourceConfigurationType.Child)
        {
            return LatticeError.Validation.Of(
                "resourceConfigurationIdentifier",
                $"{configuration.Id} is a CHILD, which comes into a service network with its group; associate "
                + $"{configuration.GroupId}.");
        }

        if (configuration.Status == ResourceConfigurationStatus.DeleteInProgress)
        {
            return LatticeError.Conflict.Status(configuration, configuration.Status);
        }

        if (ConfigurationFamily.AssociationsOf(snapshot.In(given.Scope), configuration.Id)
            .FirstOrDefault(other => other.ServiceNetworkId == network.Id) is { } pair)
        {
            return LatticeError.Conflict.With<ServiceNetworkResourceAssociation>(
                pair.Id,
                $"Association already exists between resource configuration {configuration.Id} and service network "
                + $"{network.Id}: {pair.Id}, status: {pair.Status}.");
        }

        if (network.SharingEnabled && configuration.AllowAssociationToShareableServiceNetwork == false)
        {
            return LatticeError.Validation.Of(
                "serviceNetworkIdentifier",
                $"Service network {network.Id} can be shared, and {configuration.Id} has "
                + "allowAssociationToShareableServiceNetwork false; take a network with sharingConfig.enabled false.");
        }

        return LatticeQuota.ResourceAssociations.Refuse<ServiceNetworkResourceAssociation>(
            given, Associations.ResourcesOf(snapshot.In(Ownership.Of(network)), network.Id).Count(), network.Id);
    }

    private static ServiceNetworkResourceAssociation Make(
        CreateServiceNetworkResourceAssociationRequest request,
        ResourceConfiguration configuration,
        ServiceNetwork network,
        ResourceAddress addresses,
        Snapshot snapshot,
        Given given)
    {
        var id = Mint.ResourceId(LatticeIds.ResourceAssociation, given.Entropy);
        return new ServiceNetworkResourceAssociation
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetworkresourceassociation", id),
            ServiceNetworkId = network.Id,
            ResourceConfigurationId = configuration.Id,
            PrivateDnsEnabled =
                request.PrivateDnsEnabled == true || configuration.Type == ResourceConfigurationType.Arn,
            DomainVerified = ConfigurationFamily.VerificationOf(
                snapshot.In(Ownership.Of(configuration)), configuration)?.Status
                == VerificationStatus.Verified,
            DomainName = ResourceDns.NameOf(id, configuration.Id, given.Scope.Region),
            HostedZoneId = ServiceDns.HostedZoneOf(given.Scope.Region),
            EntryAddress = addresses.Next(id),
            Status = ServiceNetworkResourceAssociationStatus.CreateInProgress,
            SinceRevision = snapshot.Revision + 1,
            CreatedBy = given.Scope.Account,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static CreateServiceNetworkResourceAssociationResponse Response(
        ServiceNetworkResourceAssociation made) => new()
        {
            Id = made.Id,
            Arn = made.Arn,
            Status = made.Status,
            CreatedBy = made.CreatedBy,
            PrivateDnsEnabled = made.PrivateDnsEnabled,
        };
}
