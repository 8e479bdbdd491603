namespace Pergola.EndToEnd.Tests;

/// <summary>What is installed on this machine, found when the tests run.</summary>
internal static class Tools
{
    private static readonly Lazy<string?> s_providerFile = new(FindProviderFile);

    public static string Root => SourceTree.Root;

    /// <summary>The program under test, built beside these tests in the same configuration.</summary>
    public static string Pergola { get; } = Path.Combine(
        Root, "artifacts", "bin", "Pergola", new DirectoryInfo(AppContext.BaseDirectory).Name, "pergola");

    /// <summary>A script that drives a client of AWS's.</summary>
    public static string Client(string script) =>
        Path.Combine(Root, "tests", "Pergola.EndToEnd.Tests", "Clients", script);

    /// <summary>A stack that tests apply.</summary>
    public static string Stack(string name) =>
        Path.Combine(Root, "tests", "Pergola.EndToEnd.Tests", "Stacks", name);

    /// <summary>A folder that Terraform can take the AWS provider from, or null.</summary>
    public static string? ProviderMirror => ProviderFile is { } file ? MirrorOf(file) : null;

    /// <summary>The folder of the provider's own file; null where there is no mirror.</summary>
    public static string? ProviderFolder => ProviderFile is { } file ? Path.GetDirectoryName(file) : null;

    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':')
        .Concat(["/usr/sbin", "/sbin"])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Skips unless packets can be made to flow here.</summary>
    public static void NeedRoot() =>
        Assert.SkipUnless(Environment.UserName == "root", "not root: network namespaces cannot be made");

    /// <summary>Skips unless Terraform and the AWS provider 5.100.0 are installed.</summary>
    public static void NeedTerraform()
    {
        Assert.SkipWhen(OnPath("terraform") is null, "terraform is not on the PATH");
        Assert.SkipWhen(ProviderMirror is null, "no folder with terraform-provider-aws_v5.100.0 was found");
    }

    // The usual places of plugin mirrors, then any folder that people install software to.
    private static string? FindProviderFile()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] places =
        [
            Environment.GetEnvironmentVariable("TF_PLUGIN_CACHE_DIR"),
            Path.Combine(home, ".terraform.d"),
            "/usr/local/share",
            "/usr/share/terraform",
            "/usr/lib/terraform",
            "/opt",
        ];
        var depth = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 8,
            IgnoreInaccessible = true,
        };
        return places
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place!, "terraform-provider-aws_v5.100.0*", depth))
            .FirstOrDefault();
    }

    private static string? ProviderFile => s_providerFile.Value;

    // MIRROR/HOST/NAMESPACE/TYPE/VERSION/PLATFORM/FILE
    private static string MirrorOf(string provider)
    {
        var folder = provider;
        for (var level = 0; level < 6; level++)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
