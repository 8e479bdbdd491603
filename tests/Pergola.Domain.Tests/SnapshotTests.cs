using Pergola.Core;
using Pergola.Domain.Identity;
using Pergola.Domain.Network;

namespace Pergola.Domain.Tests;

public sealed class SnapshotTests
{
    private static readonly Scope s_here = new("000000000000", "ap-northeast-1");
    private static readonly Scope s_there = new("000000000000", "eu-west-1");

    [Fact]
    public void Resources_come_in_creation_order_whatever_their_ids_and_however_often_they_change()
    {
        var snapshot = Snapshot.Empty
            .Apply([Put("vpc-c"), Put("vpc-a")])
            .Apply([Put("vpc-b")])
            .Apply([Put("vpc-c", "10.1.0.0/16")]);

        Assert.Equal(["vpc-c", "vpc-a", "vpc-b"], Ids(snapshot));
        Assert.Equal("10.1.0.0/16", snapshot.In(s_here).Of<Vpc>()["vpc-c"].CidrBlock);
        Assert.Equal(3, snapshot.Revision);
    }

    [Fact]
    public void A_resource_that_was_removed_and_made_again_is_the_newest()
    {
        var snapshot = Snapshot.Empty.Apply([Put("vpc-a"), Put("vpc-b")]).Apply([Remove("vpc-a"), Put("vpc-a")]);

        Assert.Equal(["vpc-b", "vpc-a"], Ids(snapshot));
    }

    [Fact]
    public void Scopes_do_not_see_each_other()
    {
        var snapshot = Snapshot.Empty.Apply([Put("vpc-a")]);

        Assert.True(snapshot.In(s_there).IsEmpty);
        Assert.False(snapshot.In(s_there).Of<Vpc>().TryGet("vpc-a", out _));
    }

    [Fact]
    public void An_older_snapshot_does_not_move()
    {
        var before = Snapshot.Empty.Apply([Put("vpc-a")]);
        before.Apply([Remove("vpc-a")]);

        Assert.Equal(["vpc-a"], Ids(before));
    }

    [Fact]
    public void Removing_what_is_not_there_is_fine() =>
        Assert.Empty(Ids(Snapshot.Empty.Apply([Remove("vpc-a")])));

    [Fact]
    public void Children_are_found_under_their_parent_and_move_with_it()
    {
        var snapshot = Snapshot.Empty.Apply([Profile("one", "red"), Profile("two", "red")]);
        Assert.Equal(["one", "two"], Under(snapshot, "red"));

        var moved = snapshot.Apply([Profile("one", "blue")]).Apply([Profile("two", null)]);
        Assert.Empty(Under(moved, "red"));
        Assert.Equal(["one"], Under(moved, "blue"));
    }

    [Fact]
    public void Clearing_removes_everything_and_counts_on()
    {
        var cleared = Snapshot.Empty.Apply([Put("vpc-a")]).Clear();

        Assert.Equal(2, cleared.Revision);
        Assert.Empty(cleared.Realms);
        Assert.Equal(2, cleared.Apply([Put("vpc-b")]).In(s_here).Of<Vpc>()["vpc-b"].Ordinal);
    }

    [Fact]
    public void A_reference_to_nothing_is_a_bug_that_names_what_is_missing()
    {
        var bug = Assert.Throws<KeyNotFoundException>(() => Snapshot.Empty.In(s_here).Of<Vpc>()["vpc-a"]);

        Assert.Contains("Vpc 'vpc-a'", bug.Message, StringComparison.Ordinal);
    }

    private static Change.Put Put(string id, string cidr = "10.0.0.0/16") =>
        new(s_here, new Vpc { VpcId = id, CidrBlock = cidr });

    private static Change.Remove Remove(string id) => new(s_here, ResourceKinds.For<Vpc>(), id);

    private static Change.Put Profile(string name, string? role) => new(s_here, new InstanceProfile
    {
        InstanceProfileName = name,
        InstanceProfileId = "AIPA",
        Path = "/",
        Arn = "arn",
        RoleName = role,
    });

    private static IEnumerable<string> Ids(Snapshot snapshot) =>
        snapshot.In(s_here).Of<Vpc>().All.Select(vpc => vpc.Id);

    private static IEnumerable<string> Under(Snapshot snapshot, string parent) =>
        snapshot.In(s_here).Of<InstanceProfile>().Under(parent).Select(profile => profile.Id);
}
