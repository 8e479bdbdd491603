using System.Collections;
using Pergola.Machine.Tasks;

namespace Pergola.Machine.Linux.Tasks;

/// <summary>What really runs for a container of a built-in image.</summary>
internal static class BuiltinCommand
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // One process per task: the runtime's heap is kept small, which such small servers never notice.
    private static readonly string[] SmallRuntime =
    [
        "DOTNET_gcServer=0", "DOTNET_gcConcurrent=0", "DOTNET_GCHeapHardLimit=0x6000000", "DOTNET_GCgen0size=0x400000",
        "DOTNET_TieredPGO=0", "DOTNET_EnableDiagnostics=0",
    ];

    /// <summary>Program and arguments.</summary>
    internal static string[] For(SelfCommand self, BuiltinImage image, ContainerSpec container)
    {
        var arguments = BuiltinImages.Arguments(container);
        return image.Kind switch
        {
            BuiltinKind.Web => self.With("builtin", "web"),
            BuiltinKind.Echo => self.With(["builtin", "echo", .. arguments]),
            BuiltinKind.Host when arguments.Count > 0 => [.. arguments],
            BuiltinKind.Host => ["sleep", "infinity"],
            _ => throw new ArgumentOutOfRangeException(nameof(image)),
        };
    }

    /// <summary>Its whole environment: nothing of the server's leaks into a task but where the runtime lies.</summary>
    internal static string[] Environment(BuiltinImage image, Workload workload, ContainerSpec container)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = DefaultPath,
            ["HOME"] = "/",
            ["HOSTNAME"] = workload.Hostname,
            ["PERGOLA_TASK"] = workload.TaskId,
        };
        if (image.Kind is not BuiltinKind.Host)
        {
            variables["PERGOLA_DEFAULT_PORT"] =
                image.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var setting in SmallRuntime)
            {
                variables[setting.Split('=')[0]] = setting.Split('=')[1];
            }
        }

        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith("DOTNET_ROOT", StringComparison.Ordinal))
            {
                variables[name] = (string)variable.Value!;
            }
        }

        foreach (var variable in container.Environment)
        {
            variables[variable.Name] = variable.Value;
        }

        return [.. variables.Select(v => $"{v.Key}={v.Value}")];
    }
}
