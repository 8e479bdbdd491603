using Pergola.Api.Acm;
using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Acm;
using Pergola.Planning.Tests.Acm;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Domain names, certificates and times of services, and private DNS of associations.</summary>
public sealed class ServiceTests
{
    private readonly LatticeWorld _world = new() { Authority = new TestAuthority() };

    [Theory]
    [InlineData("arn:aws:acm:us-east-1:111122223333:certificate/0123-abcd")]
    [InlineData("arn:aws:iam:eu-central-1:111122223333:certificate/0123-abcd")]
    public void A_certificate_is_one_of_ACM_in_the_services_region(string arn)
    {
        var create = _world.Refused(
            CreateService.Decide, new CreateServiceRequest { Name = "orders", CertificateArn = arn });
        var update = _world.Refused(
            UpdateService.Decide,
            new UpdateServiceRequest { ServiceIdentifier = _world.Service().Id, CertificateArn = arn });

        Assert.All([create, update], error => Assert.Equal("ValidationException", error.Code));
        Assert.Contains("must be that of an ACM certificate of this account", update.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_can_be_added_changed_and_taken_away_and_is_kept_when_it_is_left_out()
    {
        var id = _world.Service().Id;
        var certificate = _world.Do(
            RequestCertificate.Decide, new RequestCertificateRequest { DomainName = "orders.example" }).CertificateArn;
        Assert.Equal(certificate, Update(new() { ServiceIdentifier = id, CertificateArn = certificate }));
        Assert.Equal(certificate, Update(new() { ServiceIdentifier = id, IdleTimeoutSeconds = 120 }));

        Assert.Null(Update(new() { ServiceIdentifier = id, CertificateArn = "" }));

        var read = _world.Do(ReadServices.Get, new GetServiceRequest { ServiceIdentifier = id });
        Assert.Equal((null, 120), (read.CertificateArn, read.IdleTimeoutSeconds));
    }

    [Theory]
    [InlineData("orders example.com")]
    [InlineData("-orders.example.com")]
    [InlineData("orders..example.com")]
    [InlineData("*.example.com")]
    [InlineData("orders.example.com/")]
    public void A_custom_domain_name_is_the_name_of_one_host(string name)
    {
        var error = _world.Refused(
            CreateService.Decide, new CreateServiceRequest { Name = "orders", CustomDomainName = name });

        Assert.Contains($"customDomainName '{name}' is no domain name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_service_are_told_at_once()
    {
        var error = _world.Refused(CreateService.Decide, new CreateServiceRequest
        {
            Name = "orders",
            CustomDomainName = "a..b",
            CertificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0",
            Tags = new Dictionary<string, string> { ["aws:x"] = "y" },
        });

        var fields = (IEnumerable<IReadOnlyDictionary<string, string>>)
            error.Members.Single(member => member.Key == "fieldList").Value;
        Assert.Equal(["tags", "customDomainName", "certificateArn"], fields.Select(field => field["name"]));
    }

    [Fact]
    public void Times_are_those_of_the_requests_and_becoming_active_changes_none()
    {
        var made = _world.Now;
        var id = _world.Do(CreateService.Decide, new CreateServiceRequest { Name = "orders" }).Id!;
        _world.Now = made.AddMinutes(1);
        _world.Settle();
        Assert.Equal((made, made), Times(id));

        Update(new() { ServiceIdentifier = id, AuthType = AuthType.AwsIam });
        Assert.Equal((made, made.AddMinutes(1)), Times(id));

        _world.Now = made.AddMinutes(2);
        _world.Do(DeleteService.Decide, new DeleteServiceRequest { ServiceIdentifier = id });
        Assert.Equal((made, made.AddMinutes(2)), Times(id));
    }

    [Theory]
    [InlineData(null, null, null, 0)]
    [InlineData(true, null, PrivateDnsPreference.VerifiedDomainsOnly, 0)]
    [InlineData(true, PrivateDnsPreference.AllDomains, PrivateDnsPreference.AllDomains, 0)]
    [InlineData(false, PrivateDnsPreference.SpecifiedDomainsOnly, PrivateDnsPreference.SpecifiedDomainsOnly, 1)]
    public void Private_DNS_is_for_verified_domains_unless_something_else_is_asked(
        bool? enabled, string? asked, string? preference, int domains)
    {
        var made = _world.Do(CreateServiceNetworkVpcAssociation.Decide, Association(enabled, asked, domains));
        var read = _world.Do(
            ReadServiceNetworkVpcAssociations.Get,
            new GetServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = made.Arn! });

        Assert.Equal(enabled ?? false, read.PrivateDnsEnabled);
        Assert.Equal(preference, read.DnsOptions?.PrivateDnsPreference);
        Assert.Equal(made.DnsOptions, read.DnsOptions);
    }

    [Theory]
    [InlineData(PrivateDnsPreference.SpecifiedDomainsOnly, 0, "is required with privateDnsPreference")]
    [InlineData(PrivateDnsPreference.VerifiedDomainsAndSpecifiedDomains, 0, "is required with privateDnsPreference")]
    [InlineData(PrivateDnsPreference.AllDomains, 1, "is not for privateDnsPreference ALL_DOMAINS")]
    [InlineData(null, 1, "is not for privateDnsPreference VERIFIED_DOMAINS_ONLY")]
    public void Domains_are_specified_exactly_where_the_preference_says_so(
        string? preference, int domains, string words)
    {
        var request = Association(true, preference, domains) with
        {
            DnsOptions = Association(true, preference, domains).DnsOptions ?? new DnsOptions
            {
                PrivateDnsSpecifiedDomains = ["example.com"],
            },
        };

        var error = _world.Refused(CreateServiceNetworkVpcAssociation.Decide, request);

        Assert.Equal("ValidationException", error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private CreateServiceNetworkVpcAssociationRequest Association(bool? enabled, string? preference, int domains) =>
        new()
        {
            ServiceNetworkIdentifier = (_world.Realm.Of<ServiceNetwork>().All.FirstOrDefault() ?? _world.Network()).Id,
            VpcIdentifier = _world.Vpc(),
            PrivateDnsEnabled = enabled,
            DnsOptions = preference is null ? null : new DnsOptions
            {
                PrivateDnsPreference = preference,
                PrivateDnsSpecifiedDomains = domains == 0 ? null : ["*.example.com"],
            },
        };

    private string? Update(UpdateServiceRequest request) => _world.Do(UpdateService.Decide, request).CertificateArn;

    private (DateTimeOffset? Created, DateTimeOffset? Updated) Times(string id)
    {
        var read = _world.Do(ReadServices.Get, new GetServiceRequest { ServiceIdentifier = id });
        return (read.CreatedAt, read.LastUpdatedAt);
    }
}
