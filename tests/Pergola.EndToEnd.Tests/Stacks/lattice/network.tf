# What Lattice's resources need of other services.

resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "one" {
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "one" {
  name   = "one"
  vpc_id = aws_vpc.one.id
}

resource "aws_security_group" "two" {
  name   = "two"
  vpc_id = aws_vpc.one.id
}

resource "aws_cloudwatch_log_group" "access" {
  name = "/lattice/access"
}
