using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>A domain is verified by the TXT record that the node sees, and by nothing else.</summary>
public sealed class DomainVerificationTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_domain_is_pending_until_DNS_has_the_record_with_its_value()
    {
        var id = Start();
        var method = Get(id).TxtMethodConfig!;
        Assert.StartsWith("_", method.Name, StringComparison.Ordinal);
        Assert.StartsWith("vpc-lattice:", method.Value, StringComparison.Ordinal);
        Assert.Equal([$"{method.Name}.example.com"], DataplaneCompiler.Compile(_world.Snapshot).TxtNames);

        Assert.Empty(_world.Step(null).Changes);
        Assert.Empty(_world.Step(Seen(id)).Changes);
        Assert.Empty(_world.Step(Seen(id, "v=spf1 -all")).Changes);
        _world.Apply(_world.Step(Seen(id, "v=spf1 -all", method.Value)).Changes);

        var verified = Get(id);
        Assert.Equal((VerificationStatus.Verified, _world.Now), (verified.Status, verified.LastVerifiedTime));
    }

    [Theory]
    [InlineData(71, VerificationStatus.Pending)]
    [InlineData(72, VerificationStatus.VerificationTimedOut)]
    public void Without_the_record_it_gives_up_after_three_days(int hours, string status)
    {
        var id = Start();
        Assert.Equal(_world.Now.AddHours(72), _world.Step(null).NextDue);
        _world.Now = _world.Now.AddHours(hours);

        _world.Apply(_world.Step(_world.Satisfied()).Changes);

        Assert.Equal(status, Get(id).Status);
    }

    [Fact]
    public void A_record_that_is_taken_away_makes_it_pending_again_and_no_answer_changes_nothing()
    {
        var id = Start();
        Verify(id);

        Assert.Empty(_world.Step(_world.Satisfied()).Changes);
        _world.Apply(_world.Step(Seen(id)).Changes);

        Assert.Equal(VerificationStatus.Pending, Get(id).Status);
    }

    [Fact]
    public void A_configuration_shows_the_state_of_its_domain_and_a_child_that_of_its_group()
    {
        var gateway = _world.Gateway(_world.Vpc());
        var id = Start();
        var family = _world.Configuration(Family(gateway) with { DomainVerificationIdentifier = id });
        var child = _world.Child(family, domain: "db.example.com");

        Assert.Equal(VerificationStatus.Pending, StatusOf(family));
        Verify(id);

        Assert.Equal(VerificationStatus.Verified, StatusOf(family));
        Assert.Equal(VerificationStatus.Verified, StatusOf(child));
    }

    [Fact]
    public void What_an_association_could_prove_once_it_keeps_when_the_verification_is_deleted()
    {
        var gateway = _world.Gateway(_world.Vpc());
        var id = Start();
        var family = _world.Configuration(Family(gateway) with { DomainVerificationIdentifier = id });
        var association = _world.Associate(_world.Network(), family, privateDns: true);
        _world.Settle();
        Assert.False(_world.Association(association).DomainVerified);
        Verify(id);
        Assert.True(_world.Association(association).DomainVerified);

        _world.Do(DeleteDomainVerification.Decide, new DeleteDomainVerificationRequest
        {
            DomainVerificationIdentifier = id,
        });

        Assert.True(_world.Association(association).DomainVerified);
        Assert.Null(StatusOf(family));
    }

    [Fact]
    public void A_verification_proves_only_names_within_its_domain_and_only_where_there_is_a_name()
    {
        var gateway = _world.Gateway(_world.Vpc());
        var request = Family(gateway) with { DomainVerificationIdentifier = Start() };

        Faults.Has(
            "domainVerificationIdentifier",
            _world.Refused(CreateResourceConfiguration.Decide, request with { GroupDomain = "anexample.com" }));
        Faults.Has(
            "domainVerificationIdentifier",
            _world.Refused(CreateResourceConfiguration.Decide, request with { GroupDomain = null }));
    }

    [Fact]
    public void A_domain_is_verified_once_and_there_are_at_most_five()
    {
        var id = Start();
        var again = _world.Refused(
            StartDomainVerification.Decide, new StartDomainVerificationRequest { DomainName = "EXAMPLE.com" });
        Assert.Equal(409, again.HttpStatus);
        Assert.Contains(id, again.Message, StringComparison.Ordinal);

        foreach (var index in Enumerable.Range(1, 4))
        {
            Start($"example{index}.com");
        }

        var full = _world.Refused(
            StartDomainVerification.Decide, new StartDomainVerificationRequest { DomainName = "example.net" });
        Assert.Equal(("ServiceQuotaExceededException", 402), (full.Code, full.HttpStatus));
    }

    private static CreateResourceConfigurationRequest Family(ResourceGateway gateway) => new()
    {
        Name = "family",
        Type = ResourceConfigurationType.Group,
        ResourceGatewayIdentifier = gateway.Id,
        GroupDomain = "apps.example.com",
    };

    private string Start(string domain = "example.com") => _world.Do(
        StartDomainVerification.Decide, new StartDomainVerificationRequest { DomainName = domain }).Id;

    private GetDomainVerificationResponse Get(string id) => _world.Do(
        ReadDomainVerifications.Get, new GetDomainVerificationRequest { DomainVerificationIdentifier = id });

    private void Verify(string id) => _world.Apply(_world.Step(Seen(id, Get(id).TxtMethodConfig!.Value)).Changes);

    private NodeReport Seen(string id, params string[] values) => _world.Satisfied() with
    {
        TxtRecords = [new TxtReport(_world.Realm.Of<DomainVerification>()[id].TxtRecordName, [.. values])],
    };

    private string? StatusOf(ResourceConfiguration configuration) => _world.Do(
        ReadResourceConfigurations.Get,
        new GetResourceConfigurationRequest { ResourceConfigurationIdentifier = configuration.Id })
        .DomainVerificationStatus;
}
