using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>
/// The parts that were compiled last, so that a change makes only its own parts anew and everything else is shared with
/// the table before. It changes how long compiling takes and never what comes of it. For one caller at a time.
/// </summary>
public sealed class CompilerMemory
{
    internal Remembered<Membership> Members { get; } = new();

    internal Remembered<VpcEntry> Vpcs { get; } = new();

    /// <summary>What names lead to services, and with which certificates.</summary>
    internal TableAspect<LatticeService> ServiceNames { get; } = new(
        service => (service.DomainName, service.CustomDomainName, service.CertificateArn));

    /// <summary>On which ports services are listened for, and how.</summary>
    internal TableAspect<Listener> ListenerPorts { get; } = new(
        listener => (listener.ServiceId, listener.Port, listener.Protocol));

    internal Remembered<ServiceEntry> GuardedServices { get; } = new();

    internal Remembered<ValueList<SessionEntry>> Sessions { get; } = new();

    internal RealmParts<ServiceEntry> Services { get; } = new(ServiceCompiler.Concerned);

    internal RealmParts<TargetGroupEntry> TargetGroups { get; } = new(TargetGroupCompiler.Concerned);

    /// <summary>The tables of one kind in all accounts and regions: the causes of what looks across accounts.</summary>
    internal static IEnumerable<object> Tables<T>(Snapshot snapshot)
        where T : Resource => snapshot.Realms.Select(entry => entry.Value.Of<T>());

    /// <summary>Forgets what the compilation that ends now did not use.</summary>
    internal void Turn()
    {
        Members.Turn();
        Vpcs.Turn();
        GuardedServices.Turn();
        Sessions.Turn();
    }
}
