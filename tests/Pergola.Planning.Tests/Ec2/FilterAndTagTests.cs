using Pergola.Planning.Ec2;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Tests.Ec2;

public sealed class FilterAndTagTests
{
    private readonly Ec2World _world = new();

    [Theory]
    [InlineData("web", "web", true)]
    [InlineData("web", "Web", false)]
    [InlineData("w*", "web", true)]
    [InlineData("*", "", true)]
    [InlineData("w?b", "web", true)]
    [InlineData("w?b", "wb", false)]
    [InlineData("*b*b", "abab", true)]
    [InlineData("*b*b", "aba", false)]
    [InlineData("w\\*b", "w*b", true)]
    [InlineData("w\\*b", "web", false)]
    public void A_pattern_describes_the_whole_value(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Ec2Filter.Matches(pattern, text));

    [Fact]
    public void Values_of_a_filter_are_alternatives_and_filters_add_up()
    {
        var (first, second, third) = (_world.Vpc("10.0.0.0/16"), _world.Vpc("10.1.0.0/16"), _world.Vpc("10.2.0.0/16"));
        Tag("env", "test", first, second);

        Assert.Equal([first, second], Find(Ec2World.Filter("tag:env", "te*")));
        Assert.Equal([first, second], Find(Ec2World.Filter("tag-key", "env")));
        Assert.Equal(
            [second], Find(Ec2World.Filter("tag:env", "test"), Ec2World.Filter("cidr", "10.1.0.0/16", "10.2.0.0/16")));
        Assert.Equal([third], Find(Ec2World.Filter("vpc-id", third)));
        Assert.Empty(Find(Ec2World.Filter("tag:other", "*")));
    }

    [Fact]
    public void A_filter_that_does_not_exist_is_refused_by_name()
    {
        _world.Vpc();

        var error = _world.Refused(
            DescribeVpcs.Decide, new Shape.DescribeVpcsRequest { Filters = [Ec2World.Filter("colour", "red")] });

        Assert.Equal(("InvalidParameterValue", "The filter 'colour' is invalid"), (error.Code, error.Message));
    }

    [Fact]
    public void Pages_neither_repeat_nor_skip_when_something_is_deleted_in_between()
    {
        var ids = Enumerable.Range(0, 12).Select(i => _world.Vpc($"10.{i}.0.0/16")).ToArray();
        var request = new Shape.DescribeVpcsRequest { MaxResults = 5 };
        var first = _world.Do(DescribeVpcs.Decide, request);
        _world.Do(DeleteVpc.Decide, new Shape.DeleteVpcRequest { VpcId = ids[0] });

        var second = _world.Do(DescribeVpcs.Decide, request with { NextToken = first.NextToken });
        var third = _world.Do(DescribeVpcs.Decide, request with { NextToken = second.NextToken });

        Assert.Equal(ids, first.Vpcs!.Concat(second.Vpcs!).Concat(third.Vpcs!).Select(vpc => vpc.VpcId));
        Assert.Null(third.NextToken);
        Assert.Equal("InvalidParameterValue", _world.Refused(
            DescribeVpcs.Decide, request with { NextToken = "mine" }).Code);
    }

    [Fact]
    public void Tags_are_overwritten_listed_and_removed()
    {
        var vpcId = _world.Vpc();
        Tag("Name", "old", vpcId);
        Tag("Name", "new", vpcId);

        var tag = Assert.Single(Tags());
        Assert.Equal((vpcId, "vpc", "Name", "new"), (tag.ResourceId, tag.ResourceType, tag.Key, tag.Value));

        var delete =
            new Shape.DeleteTagsRequest { Resources = [vpcId], Tags = [new Shape.Tag { Key = "Name", Value = "old" }] };
        _world.Do(DeleteTags.Decide, delete);
        Assert.Single(Tags());
        _world.Do(DeleteTags.Decide, delete with { Tags = [new Shape.Tag { Key = "Name" }] });
        _world.Do(DeleteTags.Decide, delete with { Tags = [new Shape.Tag { Key = "Name" }] });
        Assert.Empty(Tags());
    }

    [Fact]
    public void Rules_of_one_group_are_tagged_together()
    {
        var groupId = _world.Group(_world.Vpc(), "web");
        var rules = _world.Do(AuthorizeSecurityGroupIngress.Decide, new Shape.AuthorizeSecurityGroupIngressRequest
        {
            GroupId = groupId,
            IpProtocol = null,
            IpPermissions =
            [
                new Shape.IpPermission
                {
                    IpProtocol = "-1",
                    IpRanges =
                    [
                        new Shape.IpRange { CidrIp = "10.0.0.0/8" },
                        new Shape.IpRange { CidrIp = "11.0.0.0/8" },
                    ],
                },
            ],
        }).SecurityGroupRules!.Select(rule => rule.SecurityGroupRuleId!).ToArray();

        Tag("Name", "in", rules);

        Assert.Equal(rules, Tags().Select(tag => tag.ResourceId));
    }

    [Theory]
    [InlineData("vpc-absent", "a", "InvalidVpcID.NotFound")]
    [InlineData("sgr-absent", "a", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("thing-1", "a", "InvalidID")]
    [InlineData(null, "", "InvalidParameterValue")]
    [InlineData(null, "aws:mine", "InvalidParameterValue")]
    public void CreateTags_refuses(string? id, string key, string code)
    {
        var vpcId = _world.Vpc();

        Assert.Equal(code, _world.Refused(CreateTags.Decide, new Shape.CreateTagsRequest
        {
            Resources = [id ?? vpcId],
            Tags = [new Shape.Tag { Key = key, Value = "" }],
        }).Code);
    }

    [Fact]
    public void Tags_of_another_kind_of_resource_are_refused_on_create()
    {
        var error = _world.Refused(CreateVpc.Decide, new Shape.CreateVpcRequest
        {
            CidrBlock = "10.0.0.0/16",
            TagSpecifications = [new Shape.TagSpecification { ResourceType = "subnet", Tags = [] }],
        });

        Assert.Contains("It must be 'vpc'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_changes_nothing_and_says_what_would_have_been()
    {
        var binding = Ec2Bindings.All.Single(each => each.Operation.Name == "CreateVpc");

        Assert.Equal("DryRunOperation", Run("10.0.0.0/16"));
        Assert.Equal("InvalidVpc.Range", Run("10.0.0.0/8"));

        string? Run(string cidr) => binding.Decide(
            new Shape.CreateVpcRequest { CidrBlock = cidr, DryRun = true }, _world.Snapshot, _world.Given).Error?.Code;
    }

    [Fact]
    public void Lattices_prefix_lists_are_there_with_one_id_per_region()
    {
        var byName = new Shape.DescribeManagedPrefixListsRequest
        {
            Filters = [Ec2World.Filter("prefix-list-name", "com.amazonaws.ap-northeast-1.vpc-lattice")],
        };

        var list = Assert.Single(_world.Do(DescribeManagedPrefixLists.Decide, byName).PrefixLists!);

        Assert.Equal(("AWS", "create-complete", "IPv4"), (list.OwnerId, list.State, list.AddressFamily));
        Assert.Equal(PrefixLists.LatticeId("ap-northeast-1"), list.PrefixListId);
        var entry = Assert.Single(_world.Do(
            GetManagedPrefixListEntries.Decide,
            new Shape.GetManagedPrefixListEntriesRequest { PrefixListId = list.PrefixListId! }).Entries!);
        Assert.Equal("169.254.171.0/24", entry.Cidr);
    }

    private IReadOnlyList<Shape.TagDescription> Tags() =>
        _world.Do(DescribeTags.Decide, new Shape.DescribeTagsRequest()).Tags!;

    private void Tag(string key, string value, params string[] ids) => _world.Do(
        CreateTags.Decide,
        new Shape.CreateTagsRequest { Resources = ids, Tags = [new Shape.Tag { Key = key, Value = value }] });

    private IEnumerable<string> Find(params Shape.Filter[] filters) => _world.Do(
        DescribeVpcs.Decide, new Shape.DescribeVpcsRequest { Filters = filters }).Vpcs!.Select(vpc => vpc.VpcId!);
}
