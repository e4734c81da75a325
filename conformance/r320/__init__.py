"""Cases of revision 320: what it does otherwise than 306."""
