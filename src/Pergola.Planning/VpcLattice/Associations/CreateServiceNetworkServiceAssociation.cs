using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateServiceNetworkServiceAssociation: one per pair; ACTIVE once a node serves it.</summary>
internal static class CreateServiceNetworkServiceAssociation
{
    public static Decision<CreateServiceNetworkServiceAssociationResponse> Decide(
        CreateServiceNetworkServiceAssociationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<ServiceNetworkServiceAssociation>(
            VpcLatticeApi.CreateServiceNetworkServiceAssociation, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        if (realm.Of<ServiceNetworkServiceAssociation>().TryGet(token.ResourceId, out var same))
        {
            return Response(same, Ownership.Get<LatticeService>(snapshot, given.Scope, same.ServiceId));
        }

        if (!LatticeLookup.TryFindVisible<LatticeService>(
                snapshot, given, request.ServiceIdentifier, SharePermission.AssociateService, out var service,
                out var refusal)
            || !LatticeLookup.TryFindVisible<ServiceNetwork>(
                snapshot, given, request.ServiceNetworkIdentifier, SharePermission.AssociateService, out var network,
                out refusal)
            || !Ownership.TryPair(given, service, network, out var otherAccount, out refusal))
        {
            return refusal;
        }

        if ((LatticeTags.Refuse(request.Tags) ?? Refuse(snapshot, service, network, given)) is { } refused)
        {
            return refused;
        }

        var id = Mint.ResourceId(LatticeIds.ServiceAssociation, given.Entropy);
        var association = new ServiceNetworkServiceAssociation
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "servicenetworkserviceassociation", id),
            ServiceNetworkId = network.Id,
            ServiceId = service.Id,
            Status = ServiceNetworkServiceAssociationStatus.CreateInProgress,
            SinceRevision = snapshot.Revision + 1,
            CreatedBy = given.Scope.Account,
            OtherAccount = otherAccount,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateServiceNetworkServiceAssociationResponse>.Accept(
            Response(association, service),
            [.. AssociationTwins.Keep(given.Scope, association), .. token.Remember(given, id)]);
    }

    private static LatticeError? Refuse(
        Snapshot snapshot, LatticeService service, ServiceNetwork network, Given given)
    {
        if (service.Status != ServiceStatus.Active)
        {
            return LatticeError.Conflict.Status(service, service.Status);
        }

        var owner = Ownership.Of(network);
        var members = Associations.ServicesOf(snapshot.In(owner), network.Id).ToList();
        if (members.Find(member => member.ServiceId == service.Id) is { } pair)
        {
            return LatticeError.Conflict.With<ServiceNetworkServiceAssociation>(
                pair.Id,
                $"Association already exists between service {service.Id} and service network {network.Id}: {pair.Id}, "
                + $"status: {pair.Status}.");
        }

        if (service.CustomDomainName is { } domain
            && members.Find(member => HasDomain(
                Ownership.Get<LatticeService>(snapshot, owner, member.ServiceId), domain)) is { } other)
        {
            return LatticeError.Conflict.With<LatticeService>(
                other.ServiceId,
                $"Service network {network.Id} already has a service with custom domain name '{domain}': "
                + $"{other.ServiceId}.");
        }

        return LatticeQuota.ServiceAssociations.Refuse<ServiceNetworkServiceAssociation>(
            given, members.Count, network.Id);
    }

    private static bool HasDomain(LatticeService service, string domain) =>
        string.Equals(service.CustomDomainName, domain, StringComparison.OrdinalIgnoreCase);

    private static CreateServiceNetworkServiceAssociationResponse Response(
        ServiceNetworkServiceAssociation association, LatticeService service) => new()
        {
            Id = association.Id,
            Status = association.Status,
            Arn = association.Arn,
            CreatedBy = association.CreatedBy,
            CustomDomainName = service.CustomDomainName,
            DnsEntry = ServiceDns.EntryOf(service),
        };
}
