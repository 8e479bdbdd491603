namespace Pergola.Machine.Linux.Network;

/// <summary>The kernel or one of its tools refused. It becomes the failure of a <c>FabricOutcome</c>.</summary>
/// <param name="message">What was asked, and the kernel's words.</param>
/// <param name="error">The C library's error number; 0 if there is none.</param>
internal sealed class FabricException(string message, int error = 0) : Exception(message)
{
    /// <summary>The C library's error number; 0 if there is none.</summary>
    public int Error => error;
}
