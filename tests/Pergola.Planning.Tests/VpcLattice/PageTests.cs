using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>A page's token belongs to the list, the filters, the account and the region that gave it.</summary>
public sealed class PageTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void A_token_of_another_list_is_refused()
    {
        _world.Network("one");
        _world.Network("two");
        _world.Service("one");
        _world.Service("two");
        var token = _world.Do(ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = 1 }).NextToken;

        Refuses(_world.Refused(ReadServices.List, new ListServicesRequest { NextToken = token }));
    }

    [Fact]
    public void A_token_of_the_same_list_with_other_filters_is_refused_but_another_size_is_fine()
    {
        var vpc = _world.Vpc();
        _world.Group(vpc, "one");
        _world.Group(vpc, "two");
        var filtered = new ListTargetGroupsRequest { MaxResults = 1, VpcIdentifier = vpc };
        var token = _world.Do(ReadTargetGroups.List, filtered).NextToken;

        Refuses(_world.Refused(ReadTargetGroups.List, new ListTargetGroupsRequest { NextToken = token }));
        Refuses(_world.Refused(ReadTargetGroups.List, filtered with { NextToken = token, VpcIdentifier = "vpc-1" }));
        var rest = _world.Do(ReadTargetGroups.List, filtered with { NextToken = token, MaxResults = 50 });
        Assert.Equal("two", Assert.Single(rest.Items!).Name);
    }

    [Fact]
    public void A_token_of_one_groups_targets_says_nothing_about_anothers()
    {
        var vpc = _world.Vpc();
        var groups = new[] { _world.Group(vpc, "one"), _world.Group(vpc, "two") };
        foreach (var group in groups)
        {
            _world.Register(group, "10.0.1.7");
            _world.Register(group, "10.0.1.8");
        }

        var first = new ListTargetsRequest { TargetGroupIdentifier = groups[0].Id, MaxResults = 1 };
        var token = _world.Do(ListTargets.Decide, first).NextToken;

        Refuses(_world.Refused(
            ListTargets.Decide, first with { TargetGroupIdentifier = groups[1].Id, NextToken = token }));
        Assert.Equal(
            "10.0.1.8", Assert.Single(_world.Do(ListTargets.Decide, first with { NextToken = token }).Items).Id);
    }

    [Theory]
    [InlineData("999999999999", "eu-central-1")]
    [InlineData("111122223333", "eu-west-1")]
    public void A_token_of_another_account_or_region_is_refused(string account, string region)
    {
        _world.Network("one");
        _world.Network("two");
        var token = _world.Do(ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = 1 }).NextToken;
        var elsewhere = _world.Given with { Caller = new Caller(account, region, "arn", "user", "key") };

        var answer = ReadServiceNetworks.List(
            new ListServiceNetworksRequest { NextToken = token }, _world.Snapshot, elsewhere);

        Refuses(Assert.IsType<Decision<ListServiceNetworksResponse>.Reject>(answer).Error);
    }

    [Fact]
    public void A_token_with_one_character_changed_is_refused()
    {
        _world.Network("one");
        _world.Network("two");
        var token = _world.Do(ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = 1 }).NextToken!;

        // The last character of 22 holds four bits that do not count, so it is left out.
        foreach (var position in Enumerable.Range(0, token.Length - 1))
        {
            var changed = token.ToCharArray();
            changed[position] = changed[position] == 'A' ? 'B' : 'A';
            Refuses(_world.Refused(
                ReadServiceNetworks.List, new ListServiceNetworksRequest { NextToken = new string(changed) }));
        }
    }

    [Fact]
    public void Pages_hold_everything_once_although_another_is_made_between_them()
    {
        var names = new[] { "one", "two", "three" };
        foreach (var name in names)
        {
            _world.Network(name);
        }

        var first = _world.Do(ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = 2 });
        _world.Network("four");
        var second = _world.Do(
            ReadServiceNetworks.List, new ListServiceNetworksRequest { MaxResults = 2, NextToken = first.NextToken });

        Assert.Equal([.. names, "four"], first.Items.Concat(second.Items).Select(network => network.Name));
        Assert.Null(second.NextToken);
    }

    [Fact]
    public void Both_faults_of_a_page_are_told_at_once()
    {
        var error = _world.Refused(
            ReadServices.List, new ListServicesRequest { MaxResults = 0, NextToken = "no token" });

        Assert.Contains("maxResults 0 must lie between 1 and 100", error.Message, StringComparison.Ordinal);
        Assert.Contains("nextToken is not one", error.Message, StringComparison.Ordinal);
    }

    private static void Refuses(ApiError error)
    {
        Assert.Equal(("ValidationException", 400), (error.Code, error.HttpStatus));
        Assert.Contains("nextToken is not one", error.Message, StringComparison.Ordinal);
    }
}
