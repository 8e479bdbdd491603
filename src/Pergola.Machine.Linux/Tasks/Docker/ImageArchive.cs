using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>An image of one layer in the form that <c>docker load</c> takes.</summary>
internal static class ImageArchive
{
    internal const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    internal const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Always the same bytes for the same content: others would leave an image without a name.</summary>
    internal static byte[] Of(string name, string? entryPoint, Action<TarWriter> addFiles)
    {
        var layer = Tar(addFiles);
        var digest = Convert.ToHexStringLower(SHA256.HashData(layer));
        var program = entryPoint is null ? "" : $"\"{entryPoint}\"";
        var config =
            $$$"""
            {"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z",
            "config":{"Entrypoint":[{{{program}}}]},"rootfs":{"type":"layers","diff_ids":["sha256:{{{digest}}}"]}}
            """;
        var manifest = $$"""[{"Config":"config.json","RepoTags":["{{name}}"],"Layers":["layer.tar"]}]""";
        return Tar(archive =>
        {
            Add(archive, "layer.tar", layer, Readable);
            Add(archive, "config.json", Encoding.UTF8.GetBytes(config), Readable);
            Add(archive, "manifest.json", Encoding.UTF8.GetBytes(manifest), Readable);
        });
    }

    internal static void Add(TarWriter archive, string name, byte[] bytes, UnixFileMode mode) =>
        archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = new MemoryStream(bytes),
        });

    private static byte[] Tar(Action<TarWriter> add)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            add(writer);
        }

        return bytes.ToArray();
    }
}
