using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>A snapshot that decisions and loops move forward, with a node that does all it is told.</summary>
internal sealed class LatticeWorld(ulong seed = 1)
{
    private readonly SeededEntropy _entropy = new(seed);

    public static Scope Scope { get; } = new("111122223333", "eu-central-1");

    public Snapshot Snapshot { get; private set; } = Snapshot.Empty;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The requests that were accepted and noted.</summary>
    public HashSet<Type> Accepted { get; } = [];

    public void Note(Type request) => Accepted.Add(request);

    public Realm Realm => Snapshot.In(Scope);

    public Given Given => Of(Scope.Account);

    /// <summary>What a decision is given that the account asks for.</summary>
    public Given Of(string account) => new(
        Now,
        _entropy,
        new Caller(account, Scope.Region, $"arn:aws:iam::{account}:root", account, account),
        Pace.Aws,
        "request")
    {
        Quotas = Quotas,
        Authority = Authority,
    };

    public Quotas Quotas { get; set; } = Quotas.Aws;

    public ICertificateAuthority? Authority { get; init; }

    public TResponse Do<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        DoAs(Scope.Account, decide, request);

    public TResponse DoAs<TRequest, TResponse>(
        string account, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        var accept = Assert.IsType<Decision<TResponse>.Accept>(decide(request, Snapshot, Of(account)));
        if (!accept.Changes.IsEmpty)
        {
            Snapshot = Snapshot.Apply(accept.Changes);
        }

        return accept.Response;
    }

    /// <summary>Does it if it is accepted; else the refusal.</summary>
    public ApiError? Ask<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
    {
        if (decide(request, Snapshot, Given) is Decision<TResponse>.Reject reject)
        {
            return reject.Error;
        }

        Do(decide, request);
        return null;
    }

    public ApiError Refused<TRequest, TResponse>(
        Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        RefusedAs(Scope.Account, decide, request);

    public ApiError RefusedAs<TRequest, TResponse>(
        string account, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request) =>
        Assert.IsType<Decision<TResponse>.Reject>(decide(request, Snapshot, Of(account))).Error;

    public void Put(params IEnumerable<Resource> resources) =>
        Snapshot = Snapshot.Apply(resources.Select(resource => new Change.Put(Scope, resource)));

    /// <summary>Forgets everything that was made.</summary>
    public void Tidy() => Snapshot = Snapshot.Clear();

    public void Apply(IEnumerable<Change> changes) => Snapshot = Snapshot.Apply(changes);

    /// <summary>The report of a node that made everything true, and finds every target as it is told to.</summary>
    public NodeReport Satisfied(TargetHealth health = TargetHealth.Healthy, int inFlight = 0) => new(
        Snapshot.Revision,
        [.. Snapshot.Realms.SelectMany(realm => realm.Value.Of<Vpc>().All).Select(vpc => vpc.VpcId)],
        [],
        [],
        [.. Realm.Of<Target>().All
            .Where(target => System.Net.IPAddress.TryParse(target.TargetId, out _))
            .Select(target => new TargetReport(
                target.TargetGroupId, System.Net.IPAddress.Parse(target.TargetId), target.Port, health, inFlight))],
        []);

    public LoopStep Step(NodeReport? report) =>
        LatticeLoop.Step(Snapshot, report, new LoopGiven(Now, _entropy, Pace.Aws));

    /// <summary>Passes until nothing changes, the node always keeping up.</summary>
    public void Settle(TargetHealth health = TargetHealth.Healthy)
    {
        for (var pass = 0; pass < 10; pass++)
        {
            var step = Step(Satisfied(health));
            if (step.Changes.IsEmpty)
            {
                return;
            }

            Apply(step.Changes);
        }

        Assert.Fail("The loop did not come to rest in 10 passes.");
    }

    public string Vpc(string cidr = "10.0.0.0/16", string subnet = "10.0.1.0/24")
    {
        var id = Mint.ResourceId("vpc-", _entropy);
        Put(
            new Vpc { VpcId = id, CidrBlock = cidr, Available = true, EnableDnsHostnames = true },
            new Subnet
            {
                SubnetId = Mint.ResourceId("subnet-", _entropy),
                VpcId = id,
                CidrBlock = subnet,
                AvailabilityZone = "eu-central-1a",
            });
        return id;
    }

    public string SecurityGroup(string vpcId)
    {
        var id = Mint.ResourceId("sg-", _entropy);
        Put(new SecurityGroup { GroupId = id, VpcId = vpcId, GroupName = id, Description = "a group" });
        return id;
    }

    public ServiceNetwork Network(string name = "network") => Made<ServiceNetwork>(
        Do(CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = name }).Id);

    public LatticeService Service(string name = "orders", string? domain = null)
    {
        var id = Do(CreateService.Decide, new CreateServiceRequest { Name = name, CustomDomainName = domain }).Id!;
        Settle();
        return Realm.Of<LatticeService>()[id];
    }

    public TargetGroup Outside(string type, string name = "outside", string? vpcId = null)
    {
        var id = Do(CreateTargetGroup.Decide, new CreateTargetGroupRequest
        {
            Name = name,
            Type = type,
            Config = type == TargetGroupType.Lambda ? null : new TargetGroupConfig
            {
                Port = 80,
                Protocol = TargetGroupProtocol.Http,
                VpcIdentifier = vpcId,
            },
        }).Id!;
        Settle();
        return Realm.Of<TargetGroup>()[id];
    }

    public TargetGroup Group(string vpcId, string name = "group", TargetGroupConfig? config = null)
    {
        var request = new CreateTargetGroupRequest
        {
            Name = name,
            Type = TargetGroupType.Ip,
            Config = (config ?? new TargetGroupConfig()) with
            {
                Port = config?.Port ?? 8080,
                Protocol = config?.Protocol ?? TargetGroupProtocol.Http,
                VpcIdentifier = vpcId,
            },
        };
        var id = Do(CreateTargetGroup.Decide, request).Id!;
        Settle();
        return Realm.Of<TargetGroup>()[id];
    }

    public Pergola.Domain.VpcLattice.Listener Listener(
        string service, RuleAction action, string name = "http", int port = 80) =>
        Made<Pergola.Domain.VpcLattice.Listener>(Do(CreateListener.Decide, new CreateListenerRequest
        {
            ServiceIdentifier = service,
            Name = name,
            Protocol = ListenerProtocol.Http,
            Port = port,
            DefaultAction = action,
        }).Id);

    public ListenerRule Rule(
        Pergola.Domain.VpcLattice.Listener listener, int priority, RuleAction action, HttpMatch? match = null) =>
        Made<ListenerRule>(Do(CreateRule.Decide, new CreateRuleRequest
        {
            ServiceIdentifier = listener.ServiceId,
            ListenerIdentifier = listener.Id,
            Name = $"at-{priority}",
            Priority = priority,
            Match = new RuleMatch.HttpMatch(match ?? new HttpMatch()),
            Action = action,
        }).Id);

    public string Associate(ServiceNetwork network, LatticeService service) => Do(
        CreateServiceNetworkServiceAssociation.Decide,
        new CreateServiceNetworkServiceAssociationRequest
        {
            ServiceIdentifier = service.Id,
            ServiceNetworkIdentifier = network.Id,
        }).Id!;

    public string Associate(ServiceNetwork network, string vpcId, params string[] securityGroups) => Do(
        CreateServiceNetworkVpcAssociation.Decide,
        new CreateServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkIdentifier = network.Id,
            VpcIdentifier = vpcId,
            SecurityGroupIds = securityGroups,
        }).Id!;

    public void Register(TargetGroup group, string address, int? port = null) => Do(
        RegisterTargets.Decide,
        new RegisterTargetsRequest
        {
            TargetGroupIdentifier = group.Id,
            Targets = [new Api.VpcLattice.Target { Id = address, Port = port }],
        });

    public Target TargetOf(TargetGroup group) => Assert.Single(Realm.Of<Target>().Under(group.Id));

    private T Made<T>(string? id)
        where T : Resource => Realm.Of<T>()[id!];

    public static RuleAction Forward(params string[] groups) => new RuleAction.Forward(new ForwardAction
    {
        TargetGroups = [.. groups.Select(group => new WeightedTargetGroup { TargetGroupIdentifier = group })],
    });

    public static RuleAction Fixed(int status) =>
        new RuleAction.FixedResponse(new FixedResponseAction { StatusCode = status });
}
