# The only resource of Lattice that cannot be imported.

resource "aws_vpclattice_target_group_attachment" "address" {
  target_group_identifier = aws_vpclattice_target_group.spare.id

  target {
    id   = cidrhost(aws_subnet.one.cidr_block, 77)
    port = 8080
  }
}
