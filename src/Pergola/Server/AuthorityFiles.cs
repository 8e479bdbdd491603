using System.Security.Cryptography;
using Pergola.Proxy.Tls;

namespace Pergola.Server;

/// <summary>
/// The local authority's root in the data folder: <c>ca.pem</c> for everybody, <c>ca.key</c> for the owner alone.
/// Without a folder every start has a root of its own.
/// </summary>
internal static class AuthorityFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where the root is in a data folder.</summary>
    public static string RootIn(string folder) => Path.Combine(folder, "ca.pem");

    /// <summary>The folder's authority, made at the first time.</summary>
    /// <exception cref="IOException">The files cannot be read or written, or hold something else.</exception>
    public static LocalAuthority Open(string? folder, DateTimeOffset now)
    {
        if (folder is null)
        {
            return LocalAuthority.Make(now);
        }

        var (root, key) = (RootIn(folder), Path.Combine(folder, "ca.key"));
        if (File.Exists(root) && File.Exists(key))
        {
            try
            {
                return LocalAuthority.Of(File.ReadAllText(root), File.ReadAllText(key));
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                throw new IOException(
                    $"{root} and {key} are not a certificate and its key: {error.Message} Remove both to begin anew.",
                    error);
            }
        }

        var made = LocalAuthority.Make(now);
        Write(key, made.KeyPem, OwnerOnly);
        Write(root, made.RootPem, Readable);
        return made;
    }

    // Whole or not at all, and never readable by others for a moment.
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode,
        }))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        }

        File.Move(draft, path, overwrite: true);
    }
}
