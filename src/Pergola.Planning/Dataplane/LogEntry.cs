using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Dataplane;

/// <summary>One subscription: where the lines of a resource's access log go.</summary>
/// <param name="ResourceId">The service, the network or the resource configuration.</param>
/// <param name="Destination">The log group's name, the bucket with its prefix, or the stream's name.</param>
/// <param name="Account">Of the subscription, and so of a log group that it names.</param>
public sealed record LogEntry(
    string SubscriptionId,
    string ResourceId,
    AccessLogDestinationKind Kind,
    string Destination,
    string Account,
    string Region);

/// <summary>Compiles subscriptions.</summary>
internal static class LogCompiler
{
    /// <summary>The subscriptions of a resource; of a network, those to one type of log.</summary>
    /// <param name="logType">SERVICE or RESOURCE; null for what is no network.</param>
    public static ValueList<LogEntry> Of(Snapshot snapshot, LatticeResource source, string? logType = null)
    {
        var scope = Ownership.Of(source);
        return
        [
            .. from subscription in snapshot.In(scope).Of<AccessLogSubscription>().Under(source.Id)
               where subscription.ServiceNetworkLogType == logType
               let destination = AccessLogDestination.Read(subscription.DestinationArn)
               where destination is not null
               select new LogEntry(
                   subscription.SubscriptionId,
                   source.Id,
                   destination.Kind,
                   destination.Name,
                   scope.Account,
                   scope.Region),
        ];
    }
}
