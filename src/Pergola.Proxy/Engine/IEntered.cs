namespace Pergola.Proxy.Engine;

/// <summary>A client's connection, whatever has become of it: it counts among those of its entrance.</summary>
internal interface IEntered
{
    /// <summary>Where it came in.</summary>
    Entrance Entrance { get; }

    /// <summary>Lets what is running finish, then closes.</summary>
    void Drain();

    /// <summary>Closes at once.</summary>
    void Abort();
}
