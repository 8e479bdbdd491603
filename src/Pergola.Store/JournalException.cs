namespace Pergola.Store;

/// <summary>The journal cannot be opened or written. The message says what to do about it.</summary>
public abstract class JournalException : IOException
{
    private JournalException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>Another server has the folder open.</summary>
    public sealed class InUse(string folder, Exception cause) : JournalException(
        $"Another Pergola uses the folder '{folder}'. Stop it, or name another folder.", cause);

    /// <summary>The journal was written by a newer Pergola.</summary>
    public sealed class TooNew(string folder, string found, string known) : JournalException(
        $"The journal in '{folder}' was written by a newer Pergola: it has {found}, this one knows {known}. "
        + "Use the newer Pergola, or another folder.", null);

    /// <summary>The journal cannot be read.</summary>
    public sealed class Unreadable(string folder, Exception cause) : JournalException(
        $"The journal in '{folder}' cannot be read: {cause.Message}. Restore it, or name another folder.", cause);

    /// <summary>A commit could not be made durable: nothing of it is in the state.</summary>
    public sealed class NotDurable(Exception cause) : JournalException(
        $"The change was not kept, because the journal could not be written: {cause.Message}.", cause);
}
