using System.Runtime.InteropServices;

namespace Pergola.Machine.Linux.Tasks.Docker;

/// <summary>
/// The image of the container that holds a task's network: one program that waits for ever. Made here, byte by byte, so
/// that no registry is needed.
/// </summary>
internal static class PauseImage
{
    internal const string Name = "pergola/pause:1";

    /// <summary>Whether this machine's processor has a program.</summary>
    internal static bool IsSupported => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>The archive that the engine loads.</summary>
    internal static byte[] Archive() =>
        ImageArchive.Of(Name, "/pause", layer => ImageArchive.Add(layer, "pause", Program(), ImageArchive.Executable));

    // An ELF file for x86-64: header, one loadable segment, and "again: mov eax, 34 (pause); syscall; jmp again".
    private static byte[] Program() =>
    [
        0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, // magic, 64 bits, little endian
        2, 0, 0x3E, 0, 1, 0, 0, 0, // executable, x86-64
        0x78, 0, 0x40, 0, 0, 0, 0, 0, // entry 0x400078: behind both headers
        0x40, 0, 0, 0, 0, 0, 0, 0, // program headers begin at 64
        0, 0, 0, 0, 0, 0, 0, 0, // no sections
        0, 0, 0, 0, 0x40, 0, 0x38, 0, 1, 0, 0, 0, 0, 0, 0, 0, // flags and sizes: one program header
        1, 0, 0, 0, 5, 0, 0, 0, // load it, readable and executable
        0, 0, 0, 0, 0, 0, 0, 0, // from the file's begin
        0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, // to 0x400000
        0x81, 0, 0, 0, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0, // all 129 bytes
        0, 0x10, 0, 0, 0, 0, 0, 0, // aligned to a page
        0xB8, 0x22, 0, 0, 0, 0x0F, 0x05, 0xEB, 0xF7,
    ];
}
