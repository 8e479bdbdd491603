using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>
/// Laws over random sequences of requests: what an answer says is what a read says at once afterwards, and what AWS
/// wants to be unique is unique. A failure names the seed that repeats it.
/// </summary>
public sealed class AgreementProperties
{
    private const int Steps = 300;

    private static readonly Dictionary<Type, Func<LatticeWorld, object, object>> s_reads = new()
    {
        [typeof(CreateServiceResponse)] = (world, made) => Service(world, ((CreateServiceResponse)made).Id!),
        [typeof(UpdateServiceResponse)] = (world, made) => Service(world, ((UpdateServiceResponse)made).Id!),
        [typeof(CreateServiceNetworkResponse)] =
            (world, made) => Network(world, ((CreateServiceNetworkResponse)made).Id!),
        [typeof(UpdateServiceNetworkResponse)] =
            (world, made) => Network(world, ((UpdateServiceNetworkResponse)made).Id!),
        [typeof(CreateTargetGroupResponse)] = (world, made) => Group(world, ((CreateTargetGroupResponse)made).Id!),
        [typeof(UpdateTargetGroupResponse)] = (world, made) => Group(world, ((UpdateTargetGroupResponse)made).Id!),
        [typeof(CreateListenerResponse)] = (world, made) => Listener(world, ((CreateListenerResponse)made).Id!),
        [typeof(UpdateListenerResponse)] = (world, made) => Listener(world, ((UpdateListenerResponse)made).Id!),
        [typeof(CreateRuleResponse)] = (world, made) => Rule(world, ((CreateRuleResponse)made).Id!),
        [typeof(UpdateRuleResponse)] = (world, made) => Rule(world, ((UpdateRuleResponse)made).Id!),
        [typeof(RuleUpdateSuccess)] = (world, made) => Rule(world, ((RuleUpdateSuccess)made).Id!),
        [typeof(CreateServiceNetworkServiceAssociationResponse)] =
            (world, made) => Member(world, ((CreateServiceNetworkServiceAssociationResponse)made).Id!),
        [typeof(DeleteServiceNetworkServiceAssociationResponse)] =
            (world, made) => Member(world, ((DeleteServiceNetworkServiceAssociationResponse)made).Id!),
        [typeof(CreateServiceNetworkVpcAssociationResponse)] =
            (world, made) => Client(world, ((CreateServiceNetworkVpcAssociationResponse)made).Id!),
        [typeof(UpdateServiceNetworkVpcAssociationResponse)] =
            (world, made) => Client(world, ((UpdateServiceNetworkVpcAssociationResponse)made).Id!),
        [typeof(DeleteServiceNetworkVpcAssociationResponse)] =
            (world, made) => Client(world, ((DeleteServiceNetworkVpcAssociationResponse)made).Id!),
    };

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_answer_agrees_with_the_next_read_and_what_is_unique_stays_unique(ulong seed)
    {
        var world = new LatticeWorld(seed);
        var random = new RandomLattice(world, new SeededEntropy(seed * 104729), answer => Agrees(world, answer));
        for (var step = 0; step < Steps; step++)
        {
            random.Act();
            Unique(world);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_refusal_is_one_that_the_operation_lists_with_its_status_and_members(ulong seed)
    {
        var operations = VpcLatticeApi.Model.Operations.ToDictionary(operation => operation.Name);
        var random = new RandomLattice(
            new LatticeWorld(seed), new SeededEntropy(seed * 1299709), _ => { }, (operation, error) =>
            {
                var shape = Assert.Single(operations[operation].Errors, shape => shape.Code == error.Code);
                Assert.Equal(shape.HttpStatus, error.HttpStatus);
                Assert.Superset(
                    error.Members.Select(member => member.Key).ToHashSet(), shape.Members.ToHashSet());
                Assert.NotEmpty(error.Message);
            });
        for (var step = 0; step < Steps; step++)
        {
            random.Act();
        }
    }

    [Fact]
    public void The_walks_meet_every_kind_of_answer()
    {
        var met = new HashSet<Type>();
        foreach (var seed in Seeds.Select(seed => seed.Data))
        {
            var random = new RandomLattice(new LatticeWorld(seed), new SeededEntropy(seed * 104729), answer =>
                met.UnionWith(Parts(answer).Select(part => part.GetType())));
            for (var step = 0; step < Steps; step++)
            {
                random.Act();
            }
        }

        Assert.Empty(s_reads.Keys.Except(met));
    }

    private static void Agrees(LatticeWorld world, object answer)
    {
        foreach (var part in Parts(answer).Where(part => s_reads.ContainsKey(part.GetType())))
        {
            var read = s_reads[part.GetType()](world, part);
            foreach (var told in part.GetType().GetProperties().Where(property => property.Name != "Schema"))
            {
                if (read.GetType().GetProperty(told.Name) is { } shown)
                {
                    Assert.Equal(told.GetValue(part), shown.GetValue(read));
                }
            }
        }
    }

    private static IEnumerable<object> Parts(object answer) =>
        answer is BatchUpdateRuleResponse batch ? batch.Successful! : [answer];

    private static void Unique(LatticeWorld world)
    {
        var realm = world.Realm;
        foreach (var service in realm.Of<LatticeService>().All)
        {
            var listeners = realm.Of<Pergola.Domain.VpcLattice.Listener>().Under(service.Id).ToList();
            Assert.Distinct(listeners.Select(listener => listener.Port));
            Assert.Distinct(listeners.Select(listener => listener.Name));
            foreach (var rules in listeners.Select(listener => realm.Of<ListenerRule>().Under(listener.Id).ToList()))
            {
                Assert.Distinct(rules.Select(rule => rule.Priority));
                Assert.Distinct(rules.Select(rule => rule.Name));
                Assert.Single(rules, rule => rule.IsDefault);
            }
        }

        Assert.Distinct(realm.Of<LatticeService>().All.Select(service => service.Name));
        Assert.Distinct(realm.Of<ServiceNetwork>().All.Select(network => network.Name));
        Assert.Distinct(realm.Of<Pergola.Domain.VpcLattice.TargetGroup>().All.Select(group => group.Name));
        Assert.Distinct(realm.Of<ServiceNetworkVpcAssociation>().All.Select(association => association.VpcId));
        Assert.Distinct(realm.Of<ServiceNetworkServiceAssociation>().All
            .Select(association => (association.ServiceId, association.ServiceNetworkId)));
        Assert.All(realm.Of<Pergola.Domain.VpcLattice.TargetGroup>().All, group =>
            Assert.True(TargetGroupUse.RulesOf(realm, group.Id).DistinctBy(rule => rule.ServiceId).Count() <= 1));
    }

    private static GetServiceResponse Service(LatticeWorld world, string id) =>
        world.Do(ReadServices.Get, new GetServiceRequest { ServiceIdentifier = id });

    private static GetServiceNetworkResponse Network(LatticeWorld world, string id) =>
        world.Do(ReadServiceNetworks.Get, new GetServiceNetworkRequest { ServiceNetworkIdentifier = id });

    private static GetTargetGroupResponse Group(LatticeWorld world, string id) =>
        world.Do(ReadTargetGroups.Get, new GetTargetGroupRequest { TargetGroupIdentifier = id });

    private static GetListenerResponse Listener(LatticeWorld world, string id) =>
        world.Do(ReadListeners.Get, new GetListenerRequest
        {
            ServiceIdentifier = world.Realm.Of<Pergola.Domain.VpcLattice.Listener>()[id].ServiceId,
            ListenerIdentifier = id,
        });

    private static GetRuleResponse Rule(LatticeWorld world, string id)
    {
        var rule = world.Realm.Of<ListenerRule>()[id];
        return world.Do(ReadRules.Get, new GetRuleRequest
        {
            ServiceIdentifier = rule.ServiceId,
            ListenerIdentifier = rule.ListenerId,
            RuleIdentifier = id,
        });
    }

    private static GetServiceNetworkServiceAssociationResponse Member(LatticeWorld world, string id) => world.Do(
        ReadServiceNetworkServiceAssociations.Get,
        new GetServiceNetworkServiceAssociationRequest { ServiceNetworkServiceAssociationIdentifier = id });

    private static GetServiceNetworkVpcAssociationResponse Client(LatticeWorld world, string id) => world.Do(
        ReadServiceNetworkVpcAssociations.Get,
        new GetServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = id });
}
