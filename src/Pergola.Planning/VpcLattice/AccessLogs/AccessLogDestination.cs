using System.Diagnostics.CodeAnalysis;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Logs;
using Pergola.Planning.Logs;

namespace Pergola.Planning.VpcLattice;

/// <summary>Where access logs can go (VPC Lattice user guide, "Access logs").</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The log group's name, the bucket with its prefix, or the stream's name.</param>
internal sealed record AccessLogDestination(AccessLogDestinationKind Kind, string Name)
{
    private const string Field = "destinationArn";

    /// <summary>Reads the ARN of a destination; null when it names none of the three kinds.</summary>
    public static AccessLogDestination? Read(string arn)
    {
        if (!Arn.TryParse(arn, out var parsed))
        {
            return null;
        }

        return parsed switch
        {
            { Service: "logs" } when NameAfter(parsed.Resource, "log-group:") is not null =>
                new AccessLogDestination(AccessLogDestinationKind.LogGroup, LogGroups.NameOf(arn)),
            { Service: "s3" } => new AccessLogDestination(AccessLogDestinationKind.Bucket, parsed.Resource),
            { Service: "firehose" } when NameAfter(parsed.Resource, "deliverystream/") is { } stream =>
                new AccessLogDestination(AccessLogDestinationKind.Stream, stream),
            _ => null,
        };
    }

    /// <summary>
    /// Reads the ARN and checks that the destination can be written to. Log groups must exist in the caller's account
    /// and region; buckets and streams are of services that do not run here, so their existence is not judged.
    /// </summary>
    public static bool TryRead(
        string arn,
        Snapshot snapshot,
        Given given,
        [NotNullWhen(true)] out AccessLogDestination? destination,
        [NotNullWhen(false)] out LatticeError? refusal)
    {
        destination = Read(arn);
        if (destination is null)
        {
            refusal = LatticeError.Validation.Of(
                Field,
                $"{arn} is no destination of access logs; it must be the ARN of a CloudWatch log group, of an S3 "
                + "bucket or of a Firehose delivery stream.");
            return false;
        }

        refusal = destination.Kind == AccessLogDestinationKind.LogGroup
            ? RefuseLogGroup(arn, destination.Name, snapshot, given)
            : null;
        return refusal is null;
    }

    private static LatticeError? RefuseLogGroup(string arn, string name, Snapshot snapshot, Given given)
    {
        if (!arn.StartsWith(Arn.Of("logs", given.Scope, "log-group:"), StringComparison.Ordinal))
        {
            return new LatticeError.AccessDenied(
                $"{given.Caller.Arn} is not authorized to deliver logs to {arn}; a log group must be of account "
                + $"{given.Scope.Account} and region {given.Scope.Region}.");
        }

        return snapshot.In(given.Scope).Of<LogGroup>().Find(name) is null
            ? new LatticeError.NotFound(arn, "LOG_GROUP")
            : null;
    }

    private static string? NameAfter(string resource, string prefix) =>
        resource.StartsWith(prefix, StringComparison.Ordinal) && resource.Length > prefix.Length
            ? resource[prefix.Length..]
            : null;
}

/// <summary>The kinds of destinations; a resource has at most one subscription to each.</summary>
public enum AccessLogDestinationKind
{
    /// <summary>A CloudWatch log group.</summary>
    LogGroup,

    /// <summary>An S3 bucket.</summary>
    Bucket,

    /// <summary>A Firehose delivery stream.</summary>
    Stream,
}
