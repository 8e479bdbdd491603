using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.Identity;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

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
    public void A_table_tells_what_changed_since_an_earlier_version_of_it()
    {
        var before = Snapshot.Empty.Apply([Put("vpc-a"), Put("vpc-b")]);
        var after = before.Apply([Put("vpc-a", "10.1.0.0/16"), Put("vpc-c")]).Apply([Remove("vpc-b")]);

        Assert.Equal(
            [("vpc-b", null), (null, "vpc-c"), ("vpc-a", "vpc-a")],
            Table(after).Since(Table(before))!.Value.Select(change => (change.Was?.Id, change.Now?.Id)));
        Assert.Empty(Table(after).Since(Table(after))!.Value);
    }

    [Fact]
    public void A_table_does_not_know_what_differs_from_a_later_or_another_one()
    {
        var before = Snapshot.Empty.Apply([Put("vpc-a")]);
        var after = before.Apply([Put("vpc-b")]);
        var other = before.Apply([Put("vpc-c")]);
        var restored = Snapshot.Restore(2, [Put("vpc-a"), Put("vpc-b")], 3);

        Assert.Null(Table(before).Since(Table(after)));
        Assert.Null(Table(other).Since(Table(after)));
        Assert.Null(Table(restored).Since(Table(after)));
    }

    [Fact]
    public void A_table_knows_its_last_changes_and_forgets_those_of_long_ago()
    {
        var first = Snapshot.Empty.Apply([Put("vpc-a")]);
        var recent = new Queue<Snapshot>([first]);
        var last = first;
        for (var i = 0; i < 2000; i++)
        {
            last = last.Apply([Put("vpc-a")]);
            recent.Enqueue(last);
            if (recent.Count > 256)
            {
                recent.Dequeue();
            }
        }

        Assert.Null(Table(last).Since(Table(first)));
        Assert.Equal(255, Table(last).Since(Table(recent.Peek()))!.Value.Length);
    }

    [Fact]
    public void Scopes_do_not_see_each_other()
    {
        var snapshot = Snapshot.Empty.Apply([Put("vpc-a")]);

        Assert.True(snapshot.In(s_there).IsEmpty);
        Assert.False(snapshot.In(s_there).Of<Vpc>().TryGet("vpc-a", out _));
    }

    [Fact]
    public void A_resource_is_found_by_what_it_refers_to_now_and_not_by_what_it_referred_to_before()
    {
        static ListenerRule Rule(string id, params string[] groups) => new()
        {
            Arn = id,
            RuleId = id,
            ListenerId = "listener-1",
            ServiceId = "svc-1",
            Name = id,
            Action = new RuleAction.Forward(new ForwardAction
            {
                TargetGroups = [.. groups.Select(group => new WeightedTargetGroup { TargetGroupIdentifier = group })],
            }),
        };

        var snapshot = Snapshot.Empty
            .Apply([new Change.Put(s_here, Rule("rule-a", "tg-1", "tg-2", "tg-1"))])
            .Apply([new Change.Put(s_here, Rule("rule-b", "tg-1"))])
            .Apply([new Change.Put(s_here, Rule("rule-a", "tg-2"))]);
        var rules = snapshot.In(s_here).Of<ListenerRule>();

        Assert.Equal(["rule-b"], rules.By("tg-1").Select(rule => rule.Id));
        Assert.Equal(["rule-a"], rules.By("tg-2").Select(rule => rule.Id));
        Assert.Equal(["rule-a", "rule-b"], rules.Under("listener-1").Select(rule => rule.Id));
        Assert.Equal(2, rules.Under("listener-1").Count());

        var without = snapshot.Apply([new Change.Remove(s_here, ResourceKinds.For<ListenerRule>(), "rule-a")]);
        Assert.Equal(0, without.In(s_here).Of<ListenerRule>().CountBy("tg-2"));
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

    private static Table<Vpc> Table(Snapshot snapshot) => snapshot.In(s_here).Of<Vpc>();

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
