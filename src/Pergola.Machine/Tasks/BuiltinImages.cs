using System.Collections.Immutable;
using Pergola.Core;

namespace Pergola.Machine.Tasks;

/// <summary>What a built-in image does.</summary>
public enum BuiltinKind
{
    /// <summary>A web server whose page names its task, VPC and address.</summary>
    Web,

    /// <summary>An HTTP server that answers with the request it got.</summary>
    Echo,

    /// <summary>A host to work in: runs its command with the machine's own programs, or waits to be stopped.</summary>
    Host,
}

/// <summary>An image that needs neither registry nor engine: the product's own binary stands in for it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Port">Where it listens unless told otherwise; zero: nowhere.</param>
public sealed record BuiltinImage(BuiltinKind Kind, int Port);

/// <summary>The well-known sample images that have a built-in stand-in, whatever their registry and tag.</summary>
public static class BuiltinImages
{
    private static readonly ImmutableSortedDictionary<string, BuiltinImage> ByRepository = Known();

    /// <summary>The repositories that have a stand-in, for messages.</summary>
    public static IEnumerable<string> Repositories => ByRepository.Keys;

    /// <summary>The stand-in for an image reference; null when there is none.</summary>
    public static BuiltinImage? Find(string image) => ByRepository.GetValueOrDefault(Repository(image));

    /// <summary>Why an image cannot be had without a container engine, in AWS's form, and what would help.</summary>
    public static string CannotPull(string image) =>
        $"CannotPullContainerError: there is no container engine here to pull '{image}' with. Start Docker, or use "
        + $"a built-in image: {string.Join(", ", Repositories)}.";

    /// <summary>The command a workload's container runs, in the image's own words.</summary>
    public static ValueList<string> Arguments(ContainerSpec container) =>
        [.. container.EntryPoint ?? [], .. container.Command ?? []];

    // The repository without registry, tag and digest: public.ecr.aws/docker/library/nginx:1.27 is nginx.
    private static string Repository(string image)
    {
        var name = image.Split('@')[0];
        var slash = name.LastIndexOf('/');
        var colon = name.LastIndexOf(':');
        name = colon > slash ? name[..colon] : name;
        var parts = name.Split('/');
        var isRegistry = parts.Length > 1
            && (parts[0].Contains('.', StringComparison.Ordinal)
                || parts[0].Contains(':', StringComparison.Ordinal)
                || parts[0] == "localhost");
        name = string.Join('/', isRegistry ? parts[1..] : parts);
        foreach (var official in (string[])["docker/library/", "library/"])
        {
            name = name.StartsWith(official, StringComparison.Ordinal) ? name[official.Length..] : name;
        }

        return name;
    }

    private static ImmutableSortedDictionary<string, BuiltinImage> Known()
    {
        var web = new BuiltinImage(BuiltinKind.Web, 80);
        var echo = new BuiltinImage(BuiltinKind.Echo, 80);
        return new Dictionary<string, BuiltinImage>
        {
            ["ecs-sample-image/amazon-ecs-sample"] = web,
            ["amazon/amazon-ecs-sample"] = web,
            ["nginx"] = web,
            ["nginx/nginx"] = web,
            ["httpd"] = web,
            ["pergola/web"] = web,
            ["pergola/echo"] = echo,
            ["ealen/echo-server"] = echo,
            ["hashicorp/http-echo"] = echo with { Port = 5678 },
            ["pergola/host"] = new BuiltinImage(BuiltinKind.Host, 0),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
