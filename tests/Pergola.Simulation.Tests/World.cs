using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.VpcLattice;
using Pergola.Planning;

namespace Pergola.Simulation.Tests;

/// <summary>
/// Control and one node on one thread, from one seed: decisions, loops, twins of the machine, and a clock that moves
/// when the simulation says so.
/// </summary>
internal sealed class World
{
    /// <summary>More passes over one cause than a chain of statuses is long: the loops would never rest.</summary>
    private const int PassesMax = 100;

    private static readonly Dictionary<Type, Binding> s_bindings = AllBindings.All.ToDictionary(
        binding => binding.Operation.GetType().GenericTypeArguments[0]);

    private readonly SeededEntropy _entropy;
    private readonly LoopMemory _memory = new();

    public World(ulong seed)
    {
        _entropy = new SeededEntropy(seed);
        Dice = new Dice(seed * 7919);
        Node = new SimulatedNode(Dice, () => Now);
    }

    public Dice Dice { get; }

    public SimulatedNode Node { get; }

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty;

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>When time alone makes the loops' next pass necessary.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>The account of the tasks.</summary>
    public static Scope Scope { get; } = new("000000000000", "eu-central-1");

    /// <summary>All who ask.</summary>
    public static IReadOnlyList<Scope> Accounts { get; } = [Scope, Scope with { Account = "999988887777" }];

    public Realm Realm => Snapshot.In(Scope);

    /// <summary>How often each kind of request was accepted.</summary>
    public Dictionary<Type, int> Accepted { get; } = [];

    /// <summary>The tasks that were RUNNING at some time.</summary>
    public HashSet<string> Ran { get; } = new(StringComparer.Ordinal);

    /// <summary>Decides a request and commits what it changes. Null when it was accepted, else the refusal.</summary>
    public ApiError? Send(object request) => Send(request, Scope);

    /// <inheritdoc cref="Send(object)"/>
    public ApiError? Send(object request, Scope who)
    {
        var account = who.Account;
        var caller = new Caller(account, who.Region, $"arn:aws:iam::{account}:root", account, account);
        var given = new Given(Now, _entropy, caller, Pace.Aws, "request");
        var outcome = s_bindings[request.GetType()].Decide(request, Snapshot, given);
        if (outcome.Error is null)
        {
            Accepted[request.GetType()] = Accepted.GetValueOrDefault(request.GetType()) + 1;
            Commit(outcome.Changes);
        }

        return outcome.Error;
    }

    /// <summary>The ARN of one that exists in whichever account; now and then of none.</summary>
    public string Arn<T>()
        where T : LatticeResource
    {
        var all = Accounts.SelectMany(account => Snapshot.In(account).Of<T>().All);
        return Dice.OneIn(20) ? "absent" : Dice.Any(all)?.Arn ?? "absent";
    }

    /// <summary>Passes until the loops rest.</summary>
    public void Loop()
    {
        for (var pass = 0; pass < PassesMax; pass++)
        {
            var step = Step(_memory);
            NextDue = step.NextDue;
            if (step.Changes.IsEmpty)
            {
                var running = Realm.Of<EcsTask>().All.Where(task => task.LastStatus == "RUNNING");
                Ran.UnionWith(running.Select(task => task.TaskId));
                Assert.True(IsAtRest(), "The loops rest, but a pass that remembers nothing changes something.");
                return;
            }

            Commit(step.Changes);
        }

        Assert.Fail($"The loops still change things after {PassesMax} passes.");
    }

    /// <summary>True when a pass that remembers nothing finds nothing to do either.</summary>
    private bool IsAtRest() => Step(new LoopMemory()).Changes.IsEmpty;

    private LoopStep Step(LoopMemory memory) =>
        Loops.Step(Snapshot, Node.Reported, new LoopGiven(Now, _entropy, Pace.Aws, memory));

    private void Commit(IReadOnlyCollection<Change> changes)
    {
        if (changes.Count > 0)
        {
            Snapshot = Snapshot.Apply(changes);
        }
    }
}
