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

        if (!LatticeLookup.TryFind<LatticeService>(realm, request.ServiceIdentifier, out var service, out var refusal)
            || !LatticeLookup.TryFind<ServiceNetwork>(
                realm, request.ServiceNetworkIdentifier, out var network, out refusal))
        {
            return refusal;
        }

        if (realm.Of<ServiceNetworkServiceAssociation>().TryGet(token.ResourceId, out var same))
        {
            return Response(same, service);
        }

        if ((LatticeTags.Refuse(request.Tags) ?? Refuse(realm, service, network, given)) is { } refused)
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
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
        return new Decision<CreateServiceNetworkServiceAssociationResponse>.Accept(
            Response(association, service), [new Change.Put(given.Scope, association), .. token.Remember(given, id)]);
    }

    private static LatticeError? Refuse(Realm realm, LatticeService service, ServiceNetwork network, Given given)
    {
        if (service.Status != ServiceStatus.Active)
        {
            return LatticeError.Conflict.Status(service, service.Status);
        }

        var members = Associations.ServicesOf(realm, network.Id).ToList();
        if (members.Find(member => member.ServiceId == service.Id) is { } pair)
        {
            return LatticeError.Conflict.With<ServiceNetworkServiceAssociation>(
                pair.Id,
                $"Association already exists between service {service.Id} and service network {network.Id}: {pair.Id}, "
                + $"status: {pair.Status}.");
        }

        if (service.CustomDomainName is { } domain
            && members.Find(member => HasDomain(realm.Of<LatticeService>()[member.ServiceId], domain)) is { } other)
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
