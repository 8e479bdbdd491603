using System.Text;
using Pergola.Proxy.Tests.Twins;
using Pergola.Proxy.Tls;

namespace Pergola.Proxy.Tests.Tls;

/// <summary>What is read out of a client's first bytes, and what is refused.</summary>
public sealed class ClientHelloTests
{
    private readonly byte[] _scratch = new byte[ClientHello.BytesMax];

    [Fact]
    public void The_name_is_read_out_of_a_hello_with_other_extensions_around_it()
    {
        // GREASE (RFC 8701), supported versions, the name, ALPN.
        var hello = Hello(
            [.. Extension(0x0A0A, []), .. Extension(43, [2, 3, 4]), .. Name("Shop.example"), .. Extension(16, [0, 0])]);

        Assert.Equal((HelloOutcome.Complete, "Shop.example"), Read(Records(hello)));
    }

    [Fact]
    public void A_hello_without_a_name_is_complete_and_names_nothing()
    {
        Assert.Equal((HelloOutcome.Complete, ""), Read(Records(Hello(Extension(43, [2, 3, 4])))));
        Assert.Equal((HelloOutcome.Complete, ""), Read(Records(Hello(null))));
    }

    [Fact]
    public void A_hello_is_incomplete_at_each_byte_before_its_last_in_however_many_records_it_comes()
    {
        var hello = Hello(Name("shop.example"));
        foreach (var size in (int[])[hello.Length, 40, 5, 1])
        {
            var bytes = Records(hello, size);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Equal(HelloOutcome.Incomplete, Read(bytes[..length]).Outcome);
            }

            Assert.Equal((HelloOutcome.Complete, "shop.example"), Read(bytes));
            Assert.Equal((HelloOutcome.Complete, "shop.example"), Read([.. bytes, 23, 3, 3, 0, 1, 0]));
        }
    }

    [Fact]
    public void What_is_no_TLS_is_known_by_its_first_byte()
    {
        Assert.Equal(HelloOutcome.Other, Read("GET / HTTP/1.1\r\n"u8.ToArray()).Outcome);
        Assert.Equal(HelloOutcome.Other, Read("P"u8.ToArray()).Outcome);
        Assert.Equal(HelloOutcome.Other, Read([0x80, 0x2E, 1, 3, 1]).Outcome);   // SSL 2.
    }

    public static TheoryData<string, byte[]> Malformed
    {
        get
        {
            var name = Name("shop.example");
            var hello = Hello(name);
            var good = Records(hello);
            var longest = Hello(Extension(21, new byte[ClientHello.BytesMax]));
            return new TheoryData<string, byte[]>
            {
                { "a record of another version", [22, 2, 1, 0, 5, 1] },
                { "a record of no known version", [22, 3, 9] },
                { "an empty record", [22, 3, 1, 0, 0] },
                { "a record that is too long", [22, 3, 1, 0x40, 1] },
                { "another message", Records([2, .. hello[1..]]) },
                { "another record in between", [.. Records(hello[..20]), 23, 3, 3, 0, 1, 0] },
                { "more behind the hello in its record", Records([.. hello, 11]) },
                { "a record that is longer than the hello in it", Stretched(good) },
                { "more than anybody sends", Records(longest, 1 << 14)[..(1 << 14)] },
                { "a version that never was", Records([.. hello[..4], 9, .. hello[5..]]) },
                { "a session id that is too long", Records([.. hello[..38], 33, .. hello[39..]]) },
                { "suites that are half a number", Records(Message([3, 3, .. new byte[32], 0, 0, 3, 1, 2, 3, 1, 0])) },
                { "no suites", Records(Message([3, 3, .. new byte[32], 0, 0, 0, 1, 0])) },
                { "no compressions", Records(Message([3, 3, .. new byte[32], 0, 0, 2, 19, 1, 0])) },
                { "no more than a version", Records(Message([3, 3])) },
                { "extensions that end early", Records(Message([.. Body(null), 0, 9, 0, 0])) },
                { "bytes behind the extensions", Records(Message([.. Body([]), 0])) },
                { "half an extension", Records(Hello([0])) },
                { "an extension longer than its list", Records(Hello([0, 43, 0, 9, 1])) },
                { "two names", Records(Hello([.. name, .. name])) },
                { "an empty name", Records(Hello(Name(""))) },
                { "an empty list of names", Records(Hello(Extension(0, [0, 0]))) },
                { "an empty extension of names", Records(Hello(Extension(0, []))) },
                { "a name of another type", Records(Hello(Extension(0, [0, 4, 1, 0, 1, 65]))) },
                { "a second name in the list", Records(Hello(Extension(0, [0, 8, 0, 0, 1, 65, 0, 0, 1, 66]))) },
                { "a name longer than its list", Records(Hello(Extension(0, [0, 4, 0, 0, 9, 65]))) },
                { "a name with a zero", Records(Hello(Name("shop\0.example"))) },
                { "a name with a space", Records(Hello(Name("shop example"))) },
                { "a name longer than DNS has", Records(Hello(Name(new string('a', 256)))) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_does_not_add_up_is_malformed(string what, byte[] bytes)
    {
        Assert.NotNull(what);
        Assert.Equal((HelloOutcome.Malformed, ""), Read(bytes));
    }

    [Fact]
    public void No_change_of_a_byte_makes_the_reading_fail_or_read_beyond_the_name()
    {
        var bytes = Records(Hello([.. Extension(43, [2, 3, 4]), .. Name("shop.example")]), 30);
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var value in (byte[])[0, 1, 0x7F, 0xFF, (byte)(bytes[at] + 1), (byte)(bytes[at] - 1)])
            {
                byte[] changed = [.. bytes];
                changed[at] = value;
                Assert.True(Read(changed).Name.Length <= ClientHello.NameBytesMax);
            }
        }
    }

    [Fact]
    public void What_a_beginning_was_found_to_be_stays_so_whatever_follows()
    {
        var name = Name("shop.example");
        byte[][] sound =
        [
            Records(Hello([.. Extension(0x0A0A, []), .. Extension(43, [2, 3, 4]), .. name, .. Extension(16, [0, 0])])),
            Records(Hello(name), 30),
            Records(Hello(name), 5),
            Records(Hello(null)),
            [.. Records(Hello(name)), 23, 3, 3, 0, 1, 0],
        ];
        foreach (var mutant in Mutants.Of(sound, 1000, 13, 14, 15))
        {
            var before = (Outcome: HelloOutcome.Incomplete, Name: "");
            for (var length = 0; length <= mutant.Length; length++)
            {
                var now = Read(mutant[..length]);
                Assert.True(
                    before.Outcome == HelloOutcome.Incomplete || before == now,
                    $"{Convert.ToHexString(mutant)}: {before} at {length - 1} bytes, {now} at {length}");
                before = now;
            }
        }
    }

    // One byte more in the record than is there: whether it arrives with the rest or later must make no difference.
    private static byte[] Stretched(byte[] record) => [.. record[..4], (byte)(record[4] + 1), .. record[5..]];

    private (HelloOutcome Outcome, string Name) Read(byte[] bytes)
    {
        var outcome = ClientHello.Read(bytes, _scratch, out var name);
        return (outcome, outcome == HelloOutcome.Complete ? Encoding.ASCII.GetString(name) : "");
    }

    private static byte[] Hello(byte[]? extensions) => Message(Body(extensions));

    private static byte[] Body(byte[]? extensions) =>
    [
        3, 3, .. Enumerable.Range(0, 32).Select(i => (byte)i),
        0, 0, 4, 0x13, 1, 0x13, 2, 1, 0,
        .. extensions is null ? (byte[])[] : [.. Number(extensions.Length), .. extensions],
    ];

    private static byte[] Message(byte[] body) => [1, (byte)(body.Length >> 16), .. Number(body.Length), .. body];

    private static byte[] Extension(int type, byte[] body) => [.. Number(type), .. Number(body.Length), .. body];

    private static byte[] Name(string name) => Extension(
        0, [.. Number(name.Length + 3), 0, .. Number(name.Length), .. Encoding.ASCII.GetBytes(name)]);

    private static byte[] Records(byte[] message, int size = 1 << 14) =>
        [.. message.Chunk(size).SelectMany(part => (byte[])[22, 3, 1, .. Number(part.Length), .. part])];

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
