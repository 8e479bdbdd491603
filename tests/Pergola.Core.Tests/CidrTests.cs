using System.Net;

namespace Pergola.Core.Tests;

public sealed class CidrTests
{
    [Theory]
    [InlineData("10.0.0.0/16", "10.0.0.0/16")]
    [InlineData("10.0.0.5/16", "10.0.0.0/16")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("255.255.255.255/32", "255.255.255.255/32")]
    public void A_network_is_read_and_its_host_bits_are_cleared(string text, string canonical) =>
        Assert.Equal(canonical, Cidr.Parse(text).ToString());

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0/16")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.256/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("::/0")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_an_ipv4_network_is_refused(string? text) => Assert.False(Cidr.TryParse(text, out _));

    [Fact]
    public void Addresses_are_counted_from_the_network_address() =>
        Assert.Equal(IPAddress.Parse("10.0.1.5"), Cidr.Parse("10.0.1.0/24").AddressAt(5));

    [Theory]
    [InlineData("10.0.0.0/16", "10.0.1.0/24", true)]
    [InlineData("10.0.1.0/24", "10.0.0.0/16", true)]
    [InlineData("10.0.0.0/24", "10.0.1.0/24", false)]
    [InlineData("0.0.0.0/0", "192.168.0.0/16", true)]
    public void Two_networks_overlap_when_one_holds_the_other(string one, string other, bool overlap) =>
        Assert.Equal(overlap, Cidr.Parse(one).Overlaps(Cidr.Parse(other)));
}
