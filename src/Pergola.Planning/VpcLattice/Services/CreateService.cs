using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>CreateService: answers with the final DNS name; the service becomes ACTIVE afterwards.</summary>
internal static class CreateService
{
    /// <summary>AWS's default (CreateService, API reference).</summary>
    private const int DefaultIdleTimeoutSeconds = 60;

    public static Decision<CreateServiceResponse> Decide(CreateServiceRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        var token = ClientToken.Read<LatticeService>(
            VpcLatticeApi.CreateService, request, request.ClientToken, realm, given);
        if (token.Conflict is { } reused)
        {
            return reused;
        }

        var services = realm.Of<LatticeService>();
        if (services.TryGet(token.ResourceId, out var same))
        {
            return Response(same);
        }

        if (LatticeError.Validation.OfAll(
        [
            .. LatticeTags.Faults(request.Tags),
            .. DomainFaults(request.CustomDomainName),
            .. ServiceCertificate.Faults(request.CertificateArn, request.CustomDomainName, snapshot, given),
        ]) is { } faulty)
        {
            return faulty;
        }

        if ((UniqueName.Refuse<LatticeService>(realm, request.Name)
            ?? LatticeQuota.Services.Refuse<LatticeService>(given, services.Count)) is { } refused)
        {
            return refused;
        }

        var made = Make(request, given);
        return new Decision<CreateServiceResponse>.Accept(
            Response(made), [new Change.Put(given.Scope, made), .. token.Remember(given, made.Id)]);
    }

    private static IEnumerable<FieldFault> DomainFaults(string? domain)
    {
        if (domain is not null && !DomainNames.IsValid(domain))
        {
            yield return new FieldFault(
                "customDomainName",
                $"customDomainName '{domain}' is no domain name such as 'orders.example.com'.");
        }
    }

    private static LatticeService Make(CreateServiceRequest request, Given given)
    {
        var id = Mint.ResourceId(LatticeIds.Service, given.Entropy);
        return new LatticeService
        {
            ServiceId = id,
            Arn = LatticeIds.ArnOf(given.Scope, "service", id),
            Name = request.Name,
            CustomDomainName = request.CustomDomainName,
            CertificateArn = ServiceCertificate.Of(request.CertificateArn),
            AuthType = request.AuthType ?? AuthType.None,
            IdleTimeoutSeconds = request.IdleTimeoutSeconds ?? DefaultIdleTimeoutSeconds,
            DomainName = ServiceDns.NameOf(request.Name, id, given.Scope.Region),
            HostedZoneId = ServiceDns.HostedZoneOf(given.Scope.Region),
            Status = ServiceStatus.CreateInProgress,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
            Tags = LatticeTags.Of(request.Tags),
        };
    }

    private static CreateServiceResponse Response(LatticeService service) => new()
    {
        Id = service.Id,
        Arn = service.Arn,
        Name = service.Name,
        CustomDomainName = service.CustomDomainName,
        CertificateArn = service.CertificateArn,
        Status = service.Status,
        AuthType = service.AuthType,
        IdleTimeoutSeconds = service.IdleTimeoutSeconds,
        DnsEntry = ServiceDns.EntryOf(service),
    };
}
