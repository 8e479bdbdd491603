using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>GetService and ListServices, own ones and shared ones.</summary>
internal static class ReadServices
{
    public static Decision<GetServiceResponse> Get(GetServiceRequest request, Snapshot snapshot, Given given)
    {
        if (!LatticeLookup.TryFindVisible<LatticeService>(
            snapshot,
            given,
            request.ServiceIdentifier,
            SharePermission.Service.Read,
            out var service,
            out var refusal))
        {
            return refusal;
        }

        return new GetServiceResponse
        {
            Id = service.Id,
            Name = service.Name,
            Arn = service.Arn,
            CreatedAt = service.CreatedAt,
            LastUpdatedAt = service.LastUpdatedAt,
            DnsEntry = ServiceDns.EntryOf(service),
            CustomDomainName = service.CustomDomainName,
            CertificateArn = service.CertificateArn,
            Status = service.Status,
            AuthType = service.AuthType,
            IdleTimeoutSeconds = service.IdleTimeoutSeconds,
        };
    }

    public static Decision<ListServicesResponse> List(ListServicesRequest request, Snapshot snapshot, Given given)
    {
        if (!Page<LatticeService>.TryCut(
            VpcLatticeApi.ListServices,
            request,
            given,
            Visibility.All<LatticeService>(snapshot, given.Scope),
            out var page,
            out var refusal))
        {
            return refusal;
        }

        return new ListServicesResponse { Items = [.. page.Resources.Select(Summary)], NextToken = page.NextToken };
    }

    private static ServiceSummary Summary(LatticeService service) => new()
    {
        Id = service.Id,
        Name = service.Name,
        Arn = service.Arn,
        CreatedAt = service.CreatedAt,
        LastUpdatedAt = service.LastUpdatedAt,
        DnsEntry = ServiceDns.EntryOf(service),
        CustomDomainName = service.CustomDomainName,
        Status = service.Status,
    };
}
