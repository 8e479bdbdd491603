using Pergola.Api.Ram;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Ram;
using Pergola.Planning.VpcLattice;
using Invitations = Pergola.Planning.Ram.Invitations;
using Resource = Pergola.Domain.Resource;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>Laws over random sequences of what three accounts do to each other; a failure names its seed.</summary>
public sealed class SharingProperties
{
    private const int Steps = 150;

    private static readonly string[] s_accounts = ["111122223333", "444455556666", "999988887777"];

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_sides_agree_on_every_association_and_none_dangles(ulong seed)
    {
        var walk = new Walk(seed);
        for (var step = 0; step < Steps; step++)
        {
            walk.Step();
            Assert.All(walk.Kept<ServiceNetworkServiceAssociation>(), kept =>
            {
                AgreesWithItsTwin(walk.World.Snapshot, kept.Scope, kept.Resource);
                Ownership.Get<LatticeService>(walk.World.Snapshot, kept.Scope, kept.Resource.ServiceId);
            });
            Assert.All(
                walk.Kept<ServiceNetworkVpcAssociation>(),
                kept => AgreesWithItsTwin(walk.World.Snapshot, kept.Scope, kept.Resource));
            DataplaneCompiler.Compile(walk.World.Snapshot);
        }

        walk.World.Settle();

        Assert.DoesNotContain(
            walk.Kept<ServiceNetworkServiceAssociation>(),
            kept => kept.Resource.Status != ServiceNetworkServiceAssociationStatus.Active);
    }

    [Fact]
    public void The_walks_associate_across_accounts_and_let_either_side_end_it()
    {
        var walks = Seeds.Select(seed => new Walk(seed.Data)).ToList();
        walks.ForEach(walk => Enumerable.Range(0, Steps).ToList().ForEach(_ => walk.Step()));

        Assert.NotEqual(0, walks.Sum(walk => walk.JoinedAcross));
        Assert.NotEqual(0, walks.Sum(walk => walk.EndedByTheOther));
        Assert.NotEqual(0, walks.Sum(walk => walk.Unshared));
    }

    private static void AgreesWithItsTwin<T>(Snapshot snapshot, Scope scope, T association)
        where T : LatticeAssociation
    {
        var network = Ownership.Get<ServiceNetwork>(snapshot, scope, association.ServiceNetworkId);
        Assert.Contains(Ownership.Of(network).Account, new[] { scope.Account, association.OtherAccount });
        if (association.OtherAccount is { } other)
        {
            var twin = snapshot.In(scope with { Account = other }).Of<T>()[association.Id];
            Assert.Equal(association.Status, twin.Status);
            Assert.Equal(association.SinceRevision, twin.SinceRevision);
            Assert.Equal(association.CreatedBy, twin.CreatedBy);
            Assert.Equal(scope.Account, twin.OtherAccount);
            Assert.Equal(other, Ownership.Of(twin).Account);
        }
    }

    private sealed class Walk
    {
        private readonly SeededEntropy _dice;
        private readonly Dictionary<string, string> _vpcs = [];

        public Walk(ulong seed)
        {
            World = new LatticeWorld(seed);
            _dice = new SeededEntropy(seed * 7919);
            foreach (var account in s_accounts)
            {
                var id = Mint.ResourceId("vpc-", _dice);
                World.Apply([new Change.Put(ScopeOf(account), new Vpc
                {
                    VpcId = id,
                    CidrBlock = "10.0.0.0/16",
                    Available = true,
                })]);
                _vpcs[account] = id;
            }
        }

        public LatticeWorld World { get; }

        public int JoinedAcross { get; private set; }

        public int EndedByTheOther { get; private set; }

        public int Unshared { get; private set; }

        public IEnumerable<(Scope Scope, T Resource)> Kept<T>()
            where T : Resource => World.Snapshot.Realms.SelectMany(
                realm => realm.Value.Of<T>().All.Select(resource => (realm.Key, resource)));

        public void Step()
        {
            var account = s_accounts[Roll(s_accounts.Length)];
            switch (Roll(10))
            {
                case 0:
                    Try(account, CreateServiceNetwork.Decide, new CreateServiceNetworkRequest { Name = Name() });
                    break;
                case 1:
                    Try(account, CreateService.Decide, new CreateServiceRequest { Name = Name() });
                    break;
                case 2:
                    Share(account);
                    break;
                case 3:
                    Unshare(account);
                    break;
                case 4 or 5:
                    Join(account);
                    break;
                case 6:
                    JoinVpc(account);
                    break;
                case 7:
                    Leave(account);
                    break;
                case 8:
                    Try(account, DeleteServiceNetwork.Decide, new DeleteServiceNetworkRequest
                    {
                        ServiceNetworkIdentifier = AnyArn<ServiceNetwork>(),
                    });
                    Try(account, DeleteService.Decide, new DeleteServiceRequest
                    {
                        ServiceIdentifier = AnyArn<LatticeService>(),
                    });
                    break;
                default:
                    World.Apply(World.Step(World.Satisfied()).Changes);
                    break;
            }
        }

        private void JoinVpc(string account) => Try(
            account,
            CreateServiceNetworkVpcAssociation.Decide,
            new CreateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkIdentifier = AnyArn<ServiceNetwork>(),
                VpcIdentifier = _vpcs[account],
            });

        private void Share(string account)
        {
            Try(account, CreateResourceShare.Decide, new CreateResourceShareRequest
            {
                Name = "s",
                ResourceArns = [Roll(2) == 0 ? AnyArn<ServiceNetwork>(account) : AnyArn<LatticeService>(account)],
                Principals = [s_accounts[Roll(s_accounts.Length)]],
            });
            foreach (var guest in s_accounts)
            {
                foreach (var invitation in World.DoAs(
                    guest, Invitations.Get, new GetResourceShareInvitationsRequest()).ResourceShareInvitations!)
                {
                    Try(guest, Invitations.Accept, new AcceptResourceShareInvitationRequest
                    {
                        ResourceShareInvitationArn = invitation.ResourceShareInvitationArn!,
                    });
                }
            }
        }

        private void Unshare(string account)
        {
            var shares = World.Snapshot.In(ScopeOf(account)).Of<Pergola.Domain.Ram.Share>().All.ToList();
            if (shares.Count > 0 && Try(account, DeleteResourceShare.Decide, new DeleteResourceShareRequest
            {
                ResourceShareArn = shares[Roll(shares.Count)].ShareArn,
            }))
            {
                Unshared++;
            }
        }

        private void Join(string account)
        {
            var network = AnyArn<ServiceNetwork>();
            var service = AnyArn<LatticeService>(Roll(2) == 0 ? account : null);
            var owners = new[] { Owner(network), Owner(service) };
            var joined = Try(
                account,
                CreateServiceNetworkServiceAssociation.Decide,
                new CreateServiceNetworkServiceAssociationRequest
                {
                    ServiceNetworkIdentifier = network,
                    ServiceIdentifier = service,
                });
            Assert.True(!joined || owners.Contains(account), $"{account} associated {service} with {network}.");
            JoinedAcross += joined && owners[0] != owners[1] ? 1 : 0;
        }

        private void Leave(string account)
        {
            var kept = World.Snapshot.In(ScopeOf(account)).Of<ServiceNetworkServiceAssociation>().All.ToList();
            if (kept.Count > 0 && kept[Roll(kept.Count)] is var association && Try(
                account,
                DeleteServiceNetworkServiceAssociation.Decide,
                new DeleteServiceNetworkServiceAssociationRequest
                {
                    ServiceNetworkServiceAssociationIdentifier = association.Arn,
                }))
            {
                EndedByTheOther += association.CreatedBy == account ? 0 : 1;
            }
        }

        private bool Try<TRequest, TResponse>(
            string account, Func<TRequest, Snapshot, Given, Decision<TResponse>> decide, TRequest request)
        {
            var accepted = decide(request, World.Snapshot, World.Of(account)) as Decision<TResponse>.Accept;
            World.Apply(accepted?.Changes ?? []);
            return accepted is not null;
        }

        private string AnyArn<T>(string? owner = null)
            where T : LatticeResource =>
            Kept<T>().Where(kept => owner is null || kept.Scope.Account == owner).ToList() is { Count: > 0 } all
                ? all[Roll(all.Count)].Resource.Arn
                : "arn:aws:vpc-lattice:eu-central-1:111122223333:none/none-0";

        private string Name() => $"name-{Roll(3)}";

        private int Roll(int sides)
        {
            Span<byte> value = stackalloc byte[1];
            _dice.Fill(value);
            return value[0] % sides;
        }

        private static string Owner(string arn) => arn.Split(':')[4];

        private static Scope ScopeOf(string account) => LatticeWorld.Scope with { Account = account };
    }
}
