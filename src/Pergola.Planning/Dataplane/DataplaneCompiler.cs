using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Dataplane;

/// <summary>Compiles what one node's proxy, health checker and resolvers need from a snapshot.</summary>
public static class DataplaneCompiler
{
    /// <summary>
    /// The table of a snapshot, over all accounts and regions; equal snapshots make equal tables. What an association
    /// in DELETE_IN_PROGRESS gave is no longer in it.
    /// </summary>
    /// <param name="memory">What the last compilation made; null begins without.</param>
    public static DataplaneTable Compile(Snapshot snapshot, CompilerMemory? memory = null)
    {
        memory ??= new CompilerMemory();
        var vpcs = new List<VpcEntry>();
        var services = new List<ServiceEntry>();
        var groups = new List<TargetGroupEntry>();
        var certificates = new List<CertificateEntry>();
        foreach (var (scope, realm) in snapshot.Realms
            .OrderBy(entry => entry.Key.Account, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Region, StringComparer.Ordinal))
        {
            var networks = new NetworkMembers(snapshot, scope, memory);
            vpcs.AddRange(realm.Of<Vpc>().All
                .Select(vpc => VpcCompiler.Compile(snapshot, scope, vpc, networks, memory)));
            services.AddRange(Services(snapshot, scope, networks, memory));
            groups.AddRange(TargetGroupCompiler.Compile(scope, realm, memory));
            certificates.AddRange(CertificateCompiler.Compile(realm));
        }

        var sessions = SessionCompiler.Compile(snapshot, memory);
        memory.Turn();
        return new DataplaneTable(snapshot.Revision, [.. vpcs], [.. services], [.. groups])
        {
            Certificates = [.. certificates],
            Sessions = sessions,
            TxtNames = [.. snapshot.Realms
                .SelectMany(entry => VpcLattice.DomainVerificationLoop.Watched(entry.Value))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<ServiceEntry> Services(
        Snapshot snapshot, Scope scope, NetworkMembers networks, CompilerMemory memory)
    {
        var plain = ServiceCompiler.Compile(snapshot, scope, networks.ServiceIds, memory);
        return
        [
            .. networks.ServiceIds.Select(id => plain[id]),
            .. networks.Guarded.Select(member => ServiceCompiler.CompileIn(
                snapshot, member.Network, member.Service, plain[member.Service.ServiceId], memory)),
        ];
    }
}
