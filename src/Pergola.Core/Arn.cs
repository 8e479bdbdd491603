using System.Diagnostics.CodeAnalysis;

namespace Pergola.Core;

/// <summary>An Amazon Resource Name, taken apart. The resource part keeps its colons and slashes.</summary>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>Reads <c>arn:partition:service:region:account:resource</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Arn? arn)
    {
        arn = null;
        var parts = text?.Split(':', 6);
        if (parts is not ["arn", var partition, var service, var region, var account, var resource]
            || partition.Length == 0 || service.Length == 0 || resource.Length == 0)
        {
            return false;
        }

        arn = new Arn(partition, service, region, account, resource);
        return true;
    }

    /// <summary>The ARN of a regional resource in the <c>aws</c> partition.</summary>
    public static string Of(string service, Scope scope, string resource) =>
        $"arn:aws:{service}:{scope.Region}:{scope.Account}:{resource}";

    /// <inheritdoc/>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
