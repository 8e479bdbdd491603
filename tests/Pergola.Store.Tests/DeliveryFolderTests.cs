using System.Text;
using Pergola.Store.Deliveries;

namespace Pergola.Store.Tests;

/// <summary>Folders that look as buckets, and files that take records.</summary>
public sealed class DeliveryFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("logs", "a/b/c.gz", "logs/a/b/c.gz")]
    [InlineData("..", "../../../x", "_/_/_/_/x")]
    [InlineData("a/../../b", "x", "a_.._.._b/x")]
    public void An_object_lies_where_its_key_says_and_never_outside_of_the_folder(
        string bucket, string key, string path)
    {
        new ObjectFolder(_folder.Path).Put(bucket, key, "content"u8);

        Assert.Equal("content", File.ReadAllText(Path.Combine(_folder.Path, path)));
        Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_full_file_is_set_aside_and_the_oldest_goes()
    {
        var file = new RecordFile(_folder.Path);
        var records = new byte[9 * 1024 * 1024];
        for (var i = 0; i < 8; i++)
        {
            records.AsSpan().Fill((byte)('a' + i));
            file.Append("../stream", records);
        }

        Assert.Equal(
            [".._stream.jsonl h", ".._stream.jsonl.1 g", ".._stream.jsonl.2 f", ".._stream.jsonl.3 e"],
            Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal)
                .Select(path => $"{Path.GetFileName(path)} {Encoding.ASCII.GetString(File.ReadAllBytes(path), 0, 1)}"));
    }
}
